import { directory } from "../../core/access/directory.ts";
import { type Actor, type Cause, type Ctx, type House, systemCtx } from "../../core/ctx.ts";
import { commitLater } from "../../core/db/commit_later.ts";
import { transaction } from "../../core/db/transaction.ts";
import { standardObjects, installStandard } from "../../core/objects/standard.ts";
import { installPolicies, policyKinds } from "../../core/policies/kind.ts";
import { leadWords } from "../../leads/lead.words.ts";
import { makeHouse } from "../house.ts";

/** A house on the same database whose clock the story moves: what happens in it happens at the story's time. */
export interface Stage {
  house: House;
  now(): Date;
  at(moment: Date): void;
}

export function stageOf(real: House, start: Date): Stage {
  let moment = start;
  const house = makeHouse({ db: real.db, side: real.side, settings: real.settings, log: real.log, clock: { now: () => new Date(moment) } });
  installStandard(house, [...standardObjects(real).values()]);
  installPolicies(house, [...policyKinds(real).values()], leadWords);
  return { house, now: () => new Date(moment), at: (next) => void (moment = next) };
}

/** A transaction that does not wait for the disk: a sample that is cut off is made again from the start. */
export function lightly<T>(ctx: Ctx, work: (tx: Ctx) => Promise<T>): Promise<T> {
  return transaction(ctx, async (tx) => {
    await commitLater(tx);
    return work(tx);
  });
}

/** The same at the story's moment. */
export function scene<T>(stage: Stage, work: (tx: Ctx) => Promise<T>): Promise<T> {
  return lightly(systemCtx(stage.house, "sample", { kind: "seed" }), work);
}

/** The same transaction, acted by a person. */
export function by(tx: Ctx, actor: Actor, event?: string, kind: Cause["kind"] = "hand"): Ctx {
  return { ...tx, actor, cause: { kind, ...(event ? { event } : {}) } };
}

/** A person as they act when signed in. */
export async function actorOf(house: House, id: string): Promise<Actor & { kind: "person" }> {
  const people = await directory.get(house);
  const person = people.people.get(id);
  const role = person && people.roles.get(person.role);
  if (!person || !role) throw new Error(`nobody with id ${id}`);
  return { kind: "person", id, name: person.name, role: person.role, teamId: person.teamId, grants: role.grants };
}
