import { Button, message } from "antd";
import type { MessageInstance } from "antd/es/message/interface.js";
import { useEffect } from "react";
import { ApiProblem } from "../api/problem.ts";
import { say } from "../words/words.ts";
import { localTimes } from "./local-times.ts";

let host: MessageInstance | undefined;
let made = 0;

/** Lends the message area to code outside of components; stands once, inside the theme. */
export function ToastHost() {
  const [area, holder] = message.useMessage();
  useEffect(() => {
    host = area;
  }, [area]);
  return holder;
}

/** A short word that something is done. */
export function tell(text: string): void {
  void host?.success({ content: text, duration: 3 });
}

/** Shows why a call failed, with the server's own words where it gave some. */
export function tellProblem(error: unknown, text = problemText(error)): void {
  void host?.error({ content: text, duration: 6 });
}

/** One line for a failed call. */
export function problemText(error: unknown): string {
  if (!(error instanceof ApiProblem)) return say("common:problem_text");
  if (error.code === "offline") return `${say("common:offline_title")} · ${say("common:offline_text")}`;
  return localTimes(error.errors[0]?.message ?? (error.detail || error.title || say("common:problem_text")));
}

/** Says what was done and offers to take it back for ten seconds. */
export function offerUndo(text: string, undo: () => Promise<unknown>): void {
  const key = `undo-${(made += 1)}`;
  const takeBack = async (): Promise<void> => {
    host?.destroy(key);
    try {
      await undo();
      tell(say("common:undone"));
    } catch (error) {
      tellProblem(error);
    }
  };
  void host?.success({
    key,
    duration: 10,
    content: <span>{text} <Button type="link" size="small" onClick={() => void takeBack()}>{say("common:undo")}</Button></span>,
  });
}
