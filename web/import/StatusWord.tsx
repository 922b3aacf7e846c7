import { useWords } from "../words/words.ts";
import type { Status } from "./data.ts";

const TONES: Record<Status, string> = { uploaded: "quiet", previewing: "busy", previewed: "quiet", running: "busy", done: "good", failed: "bad", cancelled: "warn", undone: "quiet" };

/** How an import stands, in a word. */
export function StatusWord({ status }: { status: Status }) {
  const t = useWords();
  return <span className={`mark mark-${TONES[status]}`}>{t(`import:status_${status}`)}</span>;
}
