// A process that holds an embedded database, for tests that kill it: node holder.ts EMBEDDED_MODULE DATA_DIR. Speaks JSON lines.
import { pathToFileURL } from "node:url";
import type { Embedded, startEmbedded } from "../../core/db/embedded.ts";

const [module = "", dataDir = ""] = process.argv.slice(2);
const tell = (message: object) => void process.stdout.write(`${JSON.stringify(message)}\n`);
const { startEmbedded: start } = (await import(pathToFileURL(module).href)) as { startEmbedded: typeof startEmbedded };

let embedded: Embedded;
try {
  embedded = await start({ dataDir, log: (line) => void process.stderr.write(`${line}\n`) });
} catch (error) {
  tell({ refused: (error as Error).message, name: (error as Error).name });
  process.exit(1);
}
embedded.onExit(() => {
  tell({ exited: true });
  embedded.restart().then(() => tell({ restarted: embedded.pid }), (error: Error) => tell({ refused: error.message }));
});
process.on("SIGINT", () => {
  // The server must still be there a moment after Ctrl-C reached everybody in the group.
  setTimeout(() => {
    let there = true;
    try {
      process.kill(embedded.pid, 0);
    } catch {
      there = false;
    }
    void embedded.stop().then(() => {
      tell({ stopped: true, there });
      process.exit(0);
    });
  }, 300);
});
tell({ url: embedded.url, pid: embedded.pid });
