import type { Served, Who } from "./server.ts";

/** Somebody's live updates: what has been heard so far, as one text, until closed. */
export async function listening(s: Served, who: Who): Promise<{ heard(): string; close(): void }> {
  const gone = new AbortController();
  const answer = await fetch(`${s.url}/api/v1/stream`, { headers: await s.as(who), signal: gone.signal });
  if (!answer.body || answer.status !== 200) throw new Error(`no stream: ${answer.status}`);
  let heard = "";
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  const reading = (async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      heard += value;
    }
  })().catch(() => {});
  while (!heard.includes(": connected")) await new Promise((resolve) => void setTimeout(resolve, 5));
  return {
    heard: () => heard,
    close() {
      gone.abort();
      void reading;
    },
  };
}
