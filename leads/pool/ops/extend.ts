import { sql } from "kysely";
import { z } from "zod";
import { directory, ownersInScope } from "../../../core/access/directory.ts";
import { can } from "../../../core/access/rights.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { rowsOf } from "../../../core/db/rows.ts";
import { transaction } from "../../../core/db/transaction.ts";
import type { Row } from "../../../core/language/types.ts";
import { addDays } from "../../../core/language/zone.ts";
import { notify } from "../../../core/notifications/notify.ts";
import { catalog } from "../../../core/objects/catalog.ts";
import { publishedPolicy } from "../../../core/policies/published.ts";
import { newId } from "../../../core/records/new_id.ts";
import { lockRows } from "../../../core/records/write.ts";
import { type Refusal, refusal } from "../../../core/refusal.ts";
import { CLOSED_STAGES } from "../../lead.object.ts";
import { NotYours } from "../../timeline/refusals.ts";
import { dateOf, daysLater, endOfDate } from "../days.ts";
import { extensionsOf } from "../extensions.ts";
import { poolPolicy } from "../kind.ts";
import { homeOf, type PoolRules, rulesOf } from "../rules_of.ts";
import { type Done, verb } from "../verbs.ts";
import { leadVerb } from "./lead_verb.ts";
import { LeadClosed } from "./release.ts";

const NothingToExtend = refusal("not_recycled", 409, { zh: "没有规则会回收这条线索，无需延期", en: "No rule takes this lead back; there is nothing to put off" });
const ExtensionsUsed = refusal("extension_limit", 409, { zh: "您已延期 {used} 次，上限 {limit} 次；请让主管延期", en: "You have extended this lead {used} of {limit} times; ask your manager" });
const ExtensionTooLong = refusal("extension_too_long", 409, { zh: "每次最多延期 {days} 天；更长请让主管延期", en: "You can extend by {days} days at most; ask your manager for more" });

/**
 * Puts the recycling of leads off by some days, with a reason. Owners may so often and so long as the rules of the lead's pool say;
 * beyond that it takes somebody who may transfer leads. `ask` passes what an owner may not do on to their manager instead of refusing it.
 */
export const [extendLead, extendLeads] = leadVerb({
  verb: "extend",
  title: { zh: "延期回收", en: "Put recycling off" },
  needs: "release",
  extra: { days: z.int().min(1).max(365), reason: z.string().trim().min(1).max(500), ask: z.boolean().optional() },
  run: (ctx, ids, { days, reason, ask }) => transaction({ ...ctx, cause: { ...ctx.cause, note: reason } }, (tx) => extend(tx, ids, days, reason, ask ?? false)),
});

async function extend(tx: Ctx, ids: readonly string[], days: number, reason: string, ask: boolean): Promise<Done[]> {
  const [all, people, { body: policy }] = await Promise.all([catalog.get(tx.house), directory.get(tx.house), publishedPolicy(tx.house, poolPolicy)]);
  const owners = ownersInScope(tx.actor, "lead", people);
  // Under the lock of the leads nobody counts extensions of theirs at the same time.
  await lockRows(tx, all.object("lead"), all, ids);
  const used = await extensionsOf(tx, ids);
  const free = can(tx.actor, "lead:transfer");
  const asked: Row[] = [];
  const done = await verb(tx, ids, (row): Row | Refusal => {
    if (CLOSED_STAGES.has(String(row.stage))) return LeadClosed();
    if (!row.owner_id || (owners !== null && !owners.includes(row.owner_id as string))) return NotYours();
    if (!row.recycle_at) return NothingToExtend();
    const rules = rulesOf(policy, homeOf(row));
    const refused = free ? null : beyond(rules, used.get(row.id as string) ?? 0, days);
    if (refused && !ask) return refused;
    if (refused) asked.push(row);
    return refused ? {} : putOff(tx, rules, row, days);
  });
  const unasked = new Set(asked.map((row) => row.id));
  await log(tx, done.flatMap(({ id, row }) => (row && !unasked.has(id) ? [row] : [])), days, reason, !free);
  await notify(tx, asked.flatMap((row) => {
    const manager = people.managerOf(row.owner_id as string);
    const facts = { lead: row.name ?? row.company, owner: people.people.get(row.owner_id as string)?.name, days, reason, at: row.recycle_at };
    return manager ? [{ person_id: manager, kind: "extension_asked", object: "lead", record_id: row.id as string, facts }] : [];
  }));
  return done;
}

function beyond({ extension }: PoolRules, used: number, days: number): Refusal | null {
  if (used >= extension.times) return ExtensionsUsed({ used, limit: extension.times });
  return days > extension.days ? ExtensionTooLong({ days: extension.days }) : null;
}

/** Recycling waits, and protection with it, which never passes its maximum. */
function putOff(tx: Ctx, { protection }: PoolRules, row: Row, days: number): Row {
  const zone = tx.house.settings.timeZone;
  const due = new Date(row.recycle_at as string);
  const until = daysLater(due > tx.now ? due : tx.now, days, zone);
  const change: Row = { extended_until: until.toISOString() };
  if (row.protected_until && row.assigned_at) {
    const last = protection.max_days === null ? null : endOfDate(addDays(dateOf(new Date(row.assigned_at as string), zone), protection.max_days), zone);
    const wanted = last && last < until ? last : until;
    if (wanted > new Date(row.protected_until as string)) change.protected_until = wanted.toISOString();
  }
  return change;
}

async function log(tx: Ctx, leads: readonly Row[], days: number, reason: string, own: boolean): Promise<void> {
  if (leads.length === 0) return;
  await sql`
    insert into clew.extension (id, lead_id, hold_id, by, at, days, until, reason, own)
    select x.id, x.lead_id, h.id, ${tx.actor.id}::uuid, ${tx.now}, ${days}, x.until, ${reason}, ${own}
    from ${rowsOf(leads.map((row) => ({ id: newId(), lead_id: row.id, until: row.extended_until })), { id: "uuid", lead_id: "uuid", until: "timestamptz" })}
    join clew.hold h on h.lead_id = x.lead_id and h.to_at is null`.execute(tx.db);
}
