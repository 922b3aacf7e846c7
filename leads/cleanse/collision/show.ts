import { sql } from "kysely";
import { z } from "zod";
import { type Directory, directory, ownersInScope } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import type { Row } from "../../../core/language/types.ts";
import { explain } from "../../../core/policies/explain.ts";
import { visibleRows } from "../../../core/records/find.ts";
import { present } from "../../../core/records/present.ts";
import { viewOf } from "../../../core/records/viewer.ts";
import { mergedInto } from "../merge/merged_into.ts";
import type { Claim, Side } from "./propose.ts";
import { type Collision, type Standing, standing } from "./stored.ts";
import { COLLISION_WORDS } from "./words.ts";

const Named = z.object({ id: z.uuid(), name: z.string() });
const Party = z.object({
  /** Null where the viewer may not know who it is: the team is whom to ask. */
  person: Named.nullable(), team: z.string().nullable(),
  first_entered_at: z.string().nullable(), first_touch_at: z.string().nullable(), protected_until: z.string().nullable(), opportunities: z.number(), opportunity_amount: z.number().nullable(), territory: z.string().nullable(),
});
const Text = z.object({ zh: z.string(), en: z.string() });

export const CollisionOut = z.object({
  id: z.uuid(), state: z.enum(["open", "decided", "appealed", "final", "withdrawn"]), frozen: z.boolean(), object: z.string(),
  /** Null where the record lies outside what the viewer sees. */
  record: Named.nullable(), asked: z.record(z.string(), z.unknown()), how: z.enum(["arrival", "conversion", "claim"]), opened_at: z.string(), due_at: z.string().nullable(), level: z.number(),
  decider: Named.nullable(), holder: Party, claimant: Party,
  proposal: z.object({ verdict: z.enum(["holder", "claimant"]).nullable(), principle: z.string().nullable(), reasons: z.array(z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) })), explain: z.array(Text) }),
  verdict: z.enum(["holder", "claimant", "split"]).nullable(), share: z.number().nullable(), note: z.string().nullable(), decided_at: z.string().nullable(), decided_by: Named.nullable(), appeal_until: z.string().nullable(),
  side: z.enum(["holder", "claimant"]).nullable(), abilities: z.array(z.enum(["evidence", "decide", "appeal", "withdraw"])),
});

export const StepOut = z.object({ id: z.uuid(), at: z.string(), kind: z.string(), by: Named.nullable(), facts: z.record(z.string(), z.unknown()) });

const SIDES: Record<Side, { zh: string; en: string }> = { holder: { zh: "现负责人", en: "the holder" }, claimant: { zh: "主张人", en: "the claimant" } };

/** Collisions as the viewer may see them: the claimant learns the holder's team, not their name, as long as the record is not theirs to see. */
export async function showCollisions(ctx: Ctx, collisions: readonly Collision[]): Promise<z.input<typeof CollisionOut>[]> {
  const people = await directory.get(ctx.house);
  const records = await recordsOf(ctx, collisions);
  return collisions.map((c) => {
    const { side, abilities, ...stands } = standing(ctx, people, c);
    const record = records.get(c.record_id) ?? null;
    const whole = (of: Side) => sees(ctx, people, c, stands, of) || (of === "holder" && record !== null);
    const telling = { timeZone: ctx.house.settings.timeZone, name: (id: string) => SIDES[id as Side] };
    const judged = stands.judge || abilities.includes("decide");
    const { id, state, frozen, object, how, opened_at, due_at, level, verdict, share, note, decided_at, appeal_until } = c;
    return {
      id, state, frozen, object, how, opened_at, due_at, level, verdict, share, note, decided_at, appeal_until, record, side, abilities,
      asked: whole("claimant") ? c.asked : {},
      decider: named(people, c.decider_id), decided_by: named(people, c.decided_by),
      holder: party(people, c.holder_id, c.holder, whole("holder"), judged || sees(ctx, people, c, stands, "holder")), claimant: party(people, c.claimant_id, c.claimant, true, judged || sees(ctx, people, c, stands, "claimant")),
      proposal: { ...c.proposal, explain: explain(COLLISION_WORDS, c.proposal.reasons, telling) },
    };
  });
}

function sees(ctx: Ctx, people: Directory, c: Collision, { judge }: Pick<Standing, "judge">, side: Side): boolean {
  const scope = ownersInScope(ctx.actor, "lead", people);
  return judge || scope === null || scope.includes(side === "holder" ? c.holder_id : c.claimant_id);
}

function party(people: Directory, id: string, claim: Claim, nameable: boolean, amounts: boolean): z.input<typeof Party> {
  const person = people.people.get(id);
  const { opportunity_amount, ...told } = claim;
  return { ...told, opportunity_amount: amounts ? opportunity_amount : null, person: nameable ? named(people, id) : null, team: (person?.teamId && people.teams.get(person.teamId)?.name) || null };
}

function named(people: Directory, id: string | null): { id: string; name: string } | null {
  const person = id ? people.people.get(id) : undefined;
  return person ? { id: person.id, name: person.name } : null;
}

/** Names of the contested records that the viewer sees; a merged one is told by the one it lives on in. */
async function recordsOf(ctx: Ctx, collisions: readonly Collision[]): Promise<Map<string, { id: string; name: string }>> {
  const found = new Map<string, { id: string; name: string }>();
  const now = await mergedInto(ctx, collisions.filter((c) => c.object === "lead").map((c) => c.record_id));
  for (const object of ["lead", "account", "contact"]) {
    const ids = collisions.filter((c) => c.object === object).map((c) => c.record_id);
    if (ids.length === 0) continue;
    const view = await viewOf(ctx, object);
    const shown = await present(view, await visibleRows(view, ids.map((id) => now.get(id) ?? id)));
    const byId = new Map(shown.map((row) => [row.id, nameOf(row)]));
    for (const id of ids) {
      const kept = now.get(id) ?? id;
      const name = byId.get(kept);
      if (name !== undefined) found.set(id, { id: kept, name });
    }
  }
  return found;
}

const nameOf = (row: Row): string => [row.name, row.company].filter((part) => typeof part === "string" && part !== "").join(" · ");

/** What happened in a collision, oldest first; what one side wrote is for that side and for those who decide. */
export async function stepsOf(ctx: Ctx, collision: Collision): Promise<z.input<typeof StepOut>[]> {
  const people = await directory.get(ctx.house);
  const stands = standing(ctx, people, collision);
  const { rows } = await sql<{ id: string; at: string; kind: string; by: string | null; facts: Record<string, unknown> }>`
    select id, at, kind, by, facts from clew.collision_step where collision_id = ${collision.id} order by at, id`.execute(ctx.db);
  const known = (id: string | null): boolean => id !== collision.holder_id || sees(ctx, people, collision, stands, "holder");
  return rows.flatMap((row) => {
    const side = row.facts.side as Side | undefined;
    if (row.kind === "evidence" && side && !sees(ctx, people, collision, stands, side)) return [];
    const name = (id: unknown) => (typeof id === "string" ? (people.people.get(id)?.name ?? null) : null);
    const facts = row.kind === "escalated" ? { from: name(row.facts.from), to: name(row.facts.to) } : row.facts;
    return [{ ...row, facts, by: known(row.by) ? named(people, row.by) : null }];
  });
}
