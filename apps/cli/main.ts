import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Types are stripped and code is compiled once, not at every start; where nothing can be written it goes without.
enableCompileCache(fileURLToPath(new URL("../../.cache/node", import.meta.url)));
const { inLanguage, say, startProblem } = await import("./terminal.ts");
const { verbs } = await import("./verbs.ts");

const [name = "help", ...args] = process.argv.slice(2);
const verb = Object.hasOwn(verbs, name) ? await verbs[name]?.load() : await (await import("./operation.ts")).operationVerb(name);

try {
  if (verb) await verb.run(args);
  else {
    const list = Object.entries(verbs).map(([key, each]) => `  ${[key, each.usage].filter(Boolean).join(" ").padEnd(28)}${inLanguage(each.title)}`);
    if (name !== "help") say({ zh: `没有命令“${name}”。可用的命令：`, en: `There is no command "${name}". The commands are:` });
    list.push(inLanguage({ zh: "  另外，每个接口操作都是命令，例如 record.list --object lead --limit 5", en: "  and every operation of the API by its name, e.g. record.list --object lead --limit 5" }));
    process.stdout.write(`${list.join("\n")}\n`);
    process.exitCode = name === "help" ? 0 : 2;
  }
} catch (error) {
  const problem = startProblem(error);
  if (problem) say(problem.sentence);
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = problem?.exitCode ?? 70;
}
// Whatever a library may still hold open, the command has ended.
process.exit();
