import { sql } from "kysely";
import { type Directory, directory } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { rowsOf } from "../../../core/db/rows.ts";
import { type Notice, notify } from "../../../core/notifications/notify.ts";
import { newId } from "../../../core/records/new_id.ts";
import { deadline } from "./deadline.ts";
import { asked, managersOfBoth } from "./deciders.ts";
import { type Asking, claimsOf, contested, type Contested } from "./evidence.ts";
import { type Claim, proposeVerdict } from "./propose.ts";
import { collisionSettingOf } from "./setting.ts";
import { keepSteps } from "./steps.ts";

/** A claim on a record that may be held by somebody else. */
export interface Wanted {
  object: string;
  record_id: string;
  claimant_id: string;
  how: "arrival" | "conversion" | "claim";
  rival_id?: string | null;
  arrival_id?: string | null;
  asked?: Record<string, unknown>;
  note?: string | undefined;
  /** Holders with whom the claimant does not compete. */
  unless?: readonly string[];
}

interface Opening extends Wanted {
  id: string;
  record: Contested;
}

/**
 * Opens a collision for every claim on a record that somebody else holds, with what speaks for both; a claim that is open already is
 * not opened twice. Answers the id of each claim's collision, null where nobody else holds the record.
 */
export async function openCollisions(tx: Ctx, wanted: readonly Wanted[]): Promise<(string | null)[]> {
  if (wanted.length === 0) return [];
  const [people, setting, records] = await Promise.all([directory.get(tx.house), collisionSettingOf(tx.house), contested(tx, wanted)]);
  const disputed = wanted.flatMap((w): Opening[] => {
    const record = records.get(w.record_id);
    return record?.owner_id && record.owner_id !== w.claimant_id && !w.unless?.includes(record.owner_id) && people.people.get(w.claimant_id)?.status === "active" ? [{ ...w, id: newId(), record }] : [];
  });
  if (disputed.length === 0) return wanted.map(() => null);
  const standing = await openOnes(tx, disputed);
  const fresh = [...new Map(disputed.filter((d) => !standing.has(keyOf(d))).map((d) => [keyOf(d), d])).values()];
  const claims = await claimsOf(tx, people, setting, fresh.flatMap((d): Asking[] => [
    { key: `${d.id} holder`, side: "holder", person: d.record.owner_id as string, record: d.record, rival_id: null },
    { key: `${d.id} claimant`, side: "claimant", person: d.claimant_id, record: d.record, rival_id: d.rival_id ?? null },
  ]));
  const due = fresh.length > 0 ? await deadline(tx, setting) : null;
  const rows = fresh.map((d) => {
    const [holder, claimant] = [claims.get(`${d.id} holder`) as Claim, claims.get(`${d.id} claimant`) as Claim];
    const decider = managersOfBoth(people, d.record.owner_id as string, d.claimant_id)[0] ?? null;
    return {
      id: d.id, object: d.object, record_id: d.record_id, rival_id: d.rival_id ?? null, holder_id: d.record.owner_id as string, claimant_id: d.claimant_id, how: d.how, arrival_id: d.arrival_id ?? null, asked: d.asked ?? {},
      holder, claimant, proposal: proposeVerdict(setting, { holder, claimant, wish: null }, tx.now), decider_id: decider, deciders: decider ? [decider] : [],
    };
  });
  await sql`
    insert into clew.collision (id, object, record_id, rival_id, holder_id, claimant_id, how, arrival_id, asked, opened_at, opened_by, state, holder, claimant, proposal, decider_id, deciders, due_at, fire_at)
    select id, object, record_id, rival_id, holder_id, claimant_id, how, arrival_id, asked, ${tx.now}, ${tx.actor.kind === "person" ? tx.actor.id : null}::uuid, 'open', holder, claimant, proposal, decider_id, deciders, ${due}, ${due}
    from ${rowsOf(rows, { id: "uuid", object: "text", record_id: "uuid", rival_id: "uuid", holder_id: "uuid", claimant_id: "uuid", how: "text", arrival_id: "uuid", asked: "jsonb", holder: "jsonb", claimant: "jsonb", proposal: "jsonb", decider_id: "uuid", deciders: "uuid[]" })}`.execute(tx.db);
  await keepSteps(tx, fresh.flatMap((d) => [
    { collision_id: d.id, record_id: d.record_id, object: d.object, kind: "opened" as const, by: d.claimant_id, facts: { how: d.how } },
    ...(d.note ? [{ collision_id: d.id, record_id: d.record_id, object: d.object, kind: "evidence" as const, by: d.claimant_id, facts: { side: "claimant", note: d.note } }] : []),
  ]));
  await notify(tx, rows.flatMap((row, i) => noticesOf(people, row, (fresh[i] as Opening).record.name)));
  const ids = new Map([...standing, ...fresh.map((d) => [keyOf(d), d.id] as const)]);
  return wanted.map((w) => ids.get(keyOf(w)) ?? null);
}

const keyOf = (w: Wanted): string => `${w.record_id} ${w.claimant_id}`;

async function openOnes(tx: Ctx, wanted: readonly Wanted[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; record_id: string; claimant_id: string }>`
    select id, record_id, claimant_id from clew.collision where frozen and record_id = any(${wanted.map((w) => w.record_id)}::uuid[]) and claimant_id = any(${wanted.map((w) => w.claimant_id)}::uuid[])`.execute(tx.db);
  return new Map(rows.map((row) => [`${row.record_id} ${row.claimant_id}`, row.id]));
}

function noticesOf(people: Directory, row: { id: string; holder_id: string; claimant_id: string; decider_id: string | null }, lead: string | null): Notice[] {
  const about = { object: "collision", record_id: row.id };
  const names = { holder: people.people.get(row.holder_id)?.name, claimant: people.people.get(row.claimant_id)?.name };
  return [
    { person_id: row.holder_id, kind: "collision_opened", ...about, facts: { lead, ...names } },
    ...asked(people, row.decider_id).map((person_id) => ({ person_id, kind: "collision_to_decide", ...about, facts: { lead, ...names } })),
  ];
}
