import { systemCtx } from "../../core/ctx.ts";
import { StartProblem } from "../../core/db/problem.ts";
import type { AnyOp } from "../../core/op.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Verb } from "./verb.ts";

/** Any JSON operation of the API as a command of the server's owner: `record.list --object lead --limit 5`, `--body '{"name":"…"}'`. */
export async function operationVerb(name: string): Promise<Verb | undefined> {
  // Loading every room takes a moment: only for a name that could be an operation.
  if (!/^[a-z_]+(\.[a-z_]+)+$/.test(name)) return undefined;
  const { operations } = await import("../everything.ts");
  const operation = (operations as readonly AnyOp[]).find((o) => o.name === name && (o.http.answer ?? "json") === "json" && o.http.body !== "upload");
  return operation && { title: operation.title, usage: "[--key value …]", run: (args) => runOperation(operation, args) };
}

async function runOperation(operation: AnyOp, args: string[]): Promise<void> {
  const { withHouse } = await import("./with_house.ts");
  const { refusalOf } = await import("../api/problem.ts");
  await withHouse(async (house) => {
    const input = inputOf(args);
    // A flag is text; where the schema wants something else, its JSON is meant.
    const parsed = [input, Object.fromEntries(Object.entries(input).map(([k, v]) => [k, asJson(v)]))].map((i) => operation.input.safeParse(i));
    const good = parsed.find((p) => p.success);
    try {
      if (!good?.success) throw refusalOf((parsed[1] as { error: never }).error);
      const result: unknown = await operation.run(systemCtx(house, "command line", { kind: "hand", event: operation.name }), good.data);
      process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const said = (language: "zh" | "en") => [error.text[language], ...error.errors.map((e) => `${e.path}: ${e.message[language]}`)].join("; ");
      throw new StartProblem({ zh: said("zh"), en: said("en") }, { cause: error });
    }
  });
}

function inputOf(args: string[]): Record<string, string> {
  const input: Record<string, string> = {};
  for (let i = 0; i < args.length; i += 2) {
    const key = args[i];
    const value = args[i + 1];
    if (!key?.startsWith("--") || value === undefined) throw new StartProblem({ zh: "参数应写成 --名称 值", en: "Arguments are written as --name value" }, { exitCode: 2 });
    input[key.slice(2)] = value;
  }
  return input;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
