import type { z } from "zod";
import type { Ctx, House } from "../ctx.ts";
import type { PolicyKindName } from "./decision.ts";
import type { Sayer } from "./explain.ts";
import type { Text } from "../refusal.ts";
import type { Simulated, SimulationRun } from "./simulation.ts";

/** A kind of policy: the shape of its body, what ships with an empty organisation, how a draft is tried. */
export interface PolicyKind<S extends z.ZodType = z.ZodType> {
  kind: PolicyKindName;
  label: Text;
  schema: S;
  initial: z.output<S>;
  /** Replays stored leads through a draft without writing; absent while this kind cannot be simulated. */
  simulate?(ctx: Ctx, draft: z.output<S>, run: SimulationRun): Promise<Simulated>;
  /** Runs in the transaction of a publish, e.g. to queue a rescoring. */
  onPublish?(tx: Ctx, version: number): Promise<void>;
}

/** Declares a policy kind; the body's type follows from its schema. */
export function policyKind<S extends z.ZodType>(definition: PolicyKind<S>): PolicyKind<S> {
  return definition;
}

/** Makes the kinds, and how their reasons are said, known to a process. Called once by the app. */
export function installPolicies(house: House, kinds: readonly PolicyKind[], words: (ctx: Ctx) => Promise<Sayer>): void {
  const known = policyKinds(house);
  for (const kind of kinds) known.set(kind.kind, kind);
  house.keep("policy-words", () => words);
}

/** Says reasons in the words of receipts. */
export function policyWords(ctx: Ctx): Promise<Sayer> {
  return ctx.house.keep<(ctx: Ctx) => Promise<Sayer>>("policy-words", () => {
    throw new Error("policies are not installed");
  })(ctx);
}

export function policyKinds(house: House): Map<string, PolicyKind> {
  return house.keep("policy-kinds", () => new Map<string, PolicyKind>());
}
