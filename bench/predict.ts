import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Refused } from "../leads/score/predict/learn/leakage.ts";
import { planted } from "../leads/score/predict/learn/planted_fixture.ts";
import { train, type Trained } from "../leads/score/predict/learn/train.ts";
import { pointsOf } from "../leads/score/predict/learn/model.ts";
import { type History, historyOf, readCsv } from "./lib/csv_history.ts";
import { FUNNEL, funnelRows } from "./lib/funnel.ts";
import { report, type Line } from "./lib/report.ts";

// npm run bench -- predict --csv FILE --target COLUMN [--positive VALUE] [--time COLUMN] [--allow A,B]
// What the predictive score makes of any file of leads with a known outcome; without a file, of two it can find by itself.
const { values } = parseArgs({ options: { csv: { type: "string" }, target: { type: "string" }, positive: { type: "string" }, time: { type: "string" }, allow: { type: "string" } } });

const percent = (share: number | undefined) => `${((share ?? 0) * 100).toFixed(1)} %`;
const why = ({ code, facts }: Refused): string => `${code} (${Object.entries(facts).map(([name, value]) => `${name} ${value.toFixed(3)}`).join(", ")})`;

function tell(name: string, history: History, allow: ReadonlySet<string>): { lines: Line[]; details: Record<string, unknown> } {
  const { table, order, split } = history;
  const from = performance.now();
  const trained = train(table, { order, allow });
  const seconds = (performance.now() - from) / 1_000;
  const everything = train(table, { order, allow: new Set(table.columns.map(({ source }) => source.key)) });
  const { figures } = trained;
  console.log(`\n${name}: ${table.rows} rows, ${trained.converted} converted (${percent(trained.converted / table.rows)}), ${table.columns.length} columns; split ${split}`);
  for (const one of trained.refused) console.log(`  refused: ${one.key}: ${why(one)}${allow.has(one.key) ? " – allowed" : ""}`);
  if (trained.refused.length === 0) console.log("  refused: nothing");
  const auc = (t: Trained) => `${t.figures.auc?.toFixed(3)} (${t.figures.auc_from?.toFixed(3)}–${t.figures.auc_to?.toFixed(3)})`;
  console.log(`  AUC without the refused: ${auc(trained)}; with them: ${auc(everything)}`);
  console.log(`  Brier ${figures.brier.toFixed(4)} (always the average: ${figures.brier_average.toFixed(4)}), log loss ${figures.log_loss.toFixed(4)}, penalty ${trained.penalty}, learned share ${trained.model.weight}`);
  console.table(figures.lift.map(({ share, lift, found, converted, rows }) => ({ "first": percent(share), leads: rows, converted, lift: lift.toFixed(2), "of all conversions": percent(found) })));
  console.table(figures.calibration.map(({ rows, predicted, actual }) => ({ leads: rows, predicted: percent(predicted), became: percent(actual) })));
  const factors = trained.model.features.flatMap((feature) => feature.levels.map((level) => ({ factor: `${feature.label.en}: ${level.label.en}`, points: Math.round(pointsOf(level.learned)), rows: level.rows, converted: percent(level.converted / level.rows) })));
  console.table(factors.sort((a, b) => Math.abs(b.points) - Math.abs(a.points)).slice(0, 12));
  return {
    lines: [
      { work: `${name}: AUC, refused columns left out`, clew: figures.auc ?? 0, unit: "" },
      { work: `${name}: AUC with them`, clew: everything.figures.auc ?? 0, unit: "" },
      { work: `${name}: Brier score`, clew: figures.brier, bare: figures.brier_average, unit: "" },
      { work: `${name}: lift of the first tenth`, clew: figures.lift[0]?.lift ?? 0, unit: "×" },
      { work: `${name}: learning from ${table.rows} rows`, clew: seconds, unit: "s", must: "≤ 60 s for 100,000" },
    ],
    details: { [name]: { refused: trained.refused, split } },
  };
}

const runs: ReturnType<typeof tell>[] = [];
const allow = new Set((values.allow ?? "").split(",").filter(Boolean));
if (values.csv !== undefined) {
  if (values.target === undefined) throw new Error("name the column of the outcome: --target COLUMN");
  runs.push(tell(values.csv.split("/").at(-1) as string, historyOf(await readCsv(values.csv), { target: values.target, positive: values.positive, time: values.time }), allow));
} else {
  const { table } = planted({ rows: 100_000, seed: 1, more: (won, random) => ({ call_seconds: won ? 150 + random() * 600 : random() * random() * 700 }) });
  runs.push(tell("synthetic with a planted leak", { table, order: table.inOrder(), split: "by time" }, allow));
  if (existsSync(FUNNEL)) runs.push(tell("qualified leads of a marketplace", historyOf(await funnelRows(), { target: "won", time: "first_contact_date" }), allow));
}
report("predict", runs.flatMap(({ lines }) => lines), Object.assign({}, ...runs.map(({ details }) => details)) as Record<string, unknown>);
