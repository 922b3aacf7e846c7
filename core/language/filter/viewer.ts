import type { FilterEnv } from "../types.ts";

/** The id that "@me" or "@my_team" stands for, undefined when the viewer has none; any other operand as it is. */
export function resolveId(operand: unknown, env: FilterEnv): string | undefined {
  if (operand === "@me") return env.me;
  if (operand === "@my_team") return env.myTeam;
  return typeof operand === "string" ? operand : undefined;
}

/** The same for a list; what stands for nobody falls out. */
export function resolveIds(operands: readonly unknown[], env: FilterEnv): string[] {
  return operands.map((operand) => resolveId(operand, env)).filter((id) => id !== undefined);
}
