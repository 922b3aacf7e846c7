import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { type Happened, kindOf } from "./behaviour.ts";
import { behavioursOf, type ScorePolicy } from "./policy.ts";

/** Of what one lead did on the site, and of its activities, so many of the newest count. */
const MOST = 500;
const DAY = 86_400_000;

/**
 * What leads did, as far as the policies look at it: lead → happenings. One statement for the batch, every branch an index
 * look-up; none when no policy has behaviour rules.
 */
export async function loadHappened(tx: Ctx, policies: readonly ScorePolicy[], leads: readonly string[]): Promise<Map<string, Happened[]>> {
  const rules = policies.flatMap(behavioursOf);
  const found = new Map<string, Happened[]>();
  if (rules.length === 0 || leads.length === 0) return found;
  const since = new Date(tx.now.getTime() - Math.max(...rules.map((rule) => rule.days)) * DAY);
  const kinds = [...new Set(rules.map(kindOf))];
  const site = kinds.filter((kind) => !kind.includes(":"));
  const activities = kinds.flatMap((kind) => (kind.startsWith("activity:") ? [kind.slice("activity:".length)] : []));
  const parts = [
    ...(site.length > 0 ? [sql`(select e.kind, e.at, e.url, e.title, e.referrer, e.utm, null::text as outcome, null::text as direction
      from clew.site_event e where e.lead_id = l.id and e.at > ${since} and e.kind = any(${site}) order by e.at desc limit ${MOST})`] : []),
    ...(activities.length > 0 ? [sql`(select 'activity:' || a.kind, a.happened_at, null, null, null, null::jsonb, a.outcome, a.direction
      from crm.activity a where a.lead_id = l.id and a.happened_at > ${since} and a.kind = any(${activities}) order by a.happened_at desc limit ${MOST})`] : []),
  ];
  const { rows } = await sql<{ lead_id: string; kind: string; at: string; utm: Row | null } & Row>`
    select l.id as lead_id, h.* from unnest(${leads}::uuid[]) l(id) cross join lateral (${sql.join(parts, sql` union all `)}) h(kind, at, url, title, referrer, utm, outcome, direction)`.execute(tx.db);
  for (const { lead_id, kind, at, utm, ...facts } of rows) {
    const list = found.get(lead_id);
    const one: Happened = { kind, at: Date.parse(at), facts: { ...facts, ...utm } };
    if (list) list.push(one);
    else found.set(lead_id, [one]);
  }
  return found;
}
