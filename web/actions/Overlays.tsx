import { Help } from "./Help.tsx";
import type { Overlay } from "./overlay.ts";
import { Palette } from "./Palette.tsx";

/** The palette and the help, fetched when first asked for. */
export default function Overlays({ shown }: { shown: NonNullable<Overlay> }) {
  return shown === "palette" ? <Palette /> : <Help />;
}
