import { Tag } from "antd";
import { useWords } from "../words/words.ts";
import type { Status } from "./data.ts";

const COLOURS: Record<Status, string> = { uploaded: "default", previewing: "processing", previewed: "default", running: "processing", done: "success", failed: "error", cancelled: "warning", undone: "default" };

/** How an import stands, in a word. */
export function StatusWord({ status }: { status: Status }) {
  const t = useWords();
  return <Tag color={COLOURS[status]}>{t(`import:status_${status}`)}</Tag>;
}
