import { sql } from "kysely";
import { directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import { rowsOf } from "../../core/db/rows.ts";
import type { Write } from "../../core/objects/standard.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { newId } from "../../core/records/new_id.ts";
import { organisationCalendar, teamCalendars } from "../sla/organisation_calendar.ts";
import { acceptUntil, UNACCEPTED } from "./accept.ts";
import type { RouteDecision } from "./decide.ts";
import { routePolicy } from "./kind.ts";
import type { RoutePolicy } from "./policy.ts";
import { routeReason } from "./words.ts";

/** Opens an offer for each lead that a rule with a time to accept has given to somebody, and says until when on its receipt. */
export async function openOffers(tx: Ctx, policy: RoutePolicy, version: number, leads: readonly string[], decisions: readonly RouteDecision[]): Promise<void> {
  const within = new Map(policy.rules.flatMap((rule) => (rule.accept_within ? [[rule.id, rule.accept_within] as const] : [])));
  if (within.size === 0) return;
  const [organisation, teams, people] = await Promise.all([organisationCalendar.get(tx.house), teamCalendars.get(tx.house), directory.get(tx.house)]);
  const offers = decisions.flatMap((decision, i) => {
    const limit = within.get(decision.rule_id ?? "");
    const owner = decision.owner_id;
    if (!limit || owner === null) return [];
    const until = acceptUntil(limit, { organisation, teams }, people, owner, tx.now);
    decision.reasons.push(routeReason("accept_until", { until: until.toISOString(), minutes: limit.minutes }));
    return [{ id: newId(), lead_id: leads[i], owner_id: owner, rule_id: decision.rule_id, fire_at: until }];
  });
  if (offers.length === 0) return;
  await sql`
    insert into clew.route_offer (id, lead_id, owner_id, rule_id, policy_version, offered_at, fire_at)
    select id, lead_id, owner_id, rule_id, ${version}, ${tx.now}, fire_at
    from ${rowsOf(offers, { id: "uuid", lead_id: "uuid", owner_id: "uuid", rule_id: "text", fire_at: "timestamptz" })}`.execute(tx.db);
}

/**
 * Ends the offers of leads that were accepted (taken on by stage or first answer) or went to somebody else. Asks nothing while no rule sets a
 * time; what an earlier version of the rules left open is judged when its time comes.
 */
export async function endOffers(tx: Ctx, writes: readonly Write[]): Promise<void> {
  const ended = writes.flatMap(({ id, before, after }) => {
    if (before === null) return [];
    const moved = (before.owner_id ?? null) !== (after.owner_id ?? null);
    const taken = (UNACCEPTED.has(String(before.stage)) && !UNACCEPTED.has(String(after.stage))) || (!before.first_response_at && after.first_response_at);
    return moved || taken ? [{ lead_id: id, outcome: moved ? "moved" : "accepted" }] : [];
  });
  if (ended.length === 0) return;
  const { body } = await publishedPolicy(tx.house, routePolicy);
  if (!body.rules.some((rule) => rule.accept_within)) return;
  await sql`
    update clew.route_offer o set ended_at = ${tx.now}, outcome = x.outcome from ${rowsOf(ended, { lead_id: "uuid", outcome: "text" })}
    where o.lead_id = x.lead_id and o.ended_at is null`.execute(tx.db);
}
