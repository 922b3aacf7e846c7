import { parentPort, workerData } from "node:worker_threads";
import { type Arrived, unpackArrivals } from "./arrivals.ts";
import { Table } from "./learn/table.ts";
import { train } from "./learn/train.ts";
import { readSource } from "./sources.ts";
import type { FromTrainer, ToTrainer, TrainerData } from "./trainer.ts";
import { WrittenLater } from "./written_later.ts";

// A thread of its own: reads packed leads as they come, then learns. The service goes on meanwhile.
const port = parentPort;
if (port) {
  const { sources, allow, timeZone, country } = workerData as TrainerData;
  const say = (message: FromTrainer) => port.postMessage(message);
  const table = new Table(sources);
  const later = new WrittenLater(new Set(sources.flatMap(({ field }) => field ?? [])));
  const values = (lead: Arrived) => sources.map((source) => readSource(source, lead, timeZone, country));
  port.on("message", (message: ToTrainer) => {
    if (message.kind === "learn") {
      const trained = train(table, { refused: later.refused(sources), allow: new Set(allow), tick: (part, done, total) => say({ kind: "tick", part, done, total }) });
      say({ kind: "trained", trained });
      port.close();
      return;
    }
    for (const lead of unpackArrivals(message.text)) {
      if (message.kind === "open") {
        later.waiting(lead);
        continue;
      }
      later.closed(lead);
      table.add(values(lead), lead.stage === "converted", lead.at, lead.score);
    }
    say({ kind: "taken" });
  });
}
