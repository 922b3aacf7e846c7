import { inLanguage, say, startProblem } from "./terminal.ts";
import { verbs } from "./verbs.ts";

const [name = "help", ...args] = process.argv.slice(2);
const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;

try {
  if (verb) await verb.run(args);
  else {
    const list = Object.entries(verbs).map(([key, each]) => `  ${[key, each.usage].filter(Boolean).join(" ").padEnd(28)}${inLanguage(each.title)}`);
    if (name !== "help") say({ zh: `没有命令“${name}”。可用的命令：`, en: `There is no command "${name}". The commands are:` });
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
