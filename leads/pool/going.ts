import { sql } from "kysely";
import { directory, ownersInScope } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import { filterFields } from "../../core/language/filter/parse.ts";
import type { FieldDef, Row } from "../../core/language/types.ts";
import { addDays, localDate } from "../../core/language/zone.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { columnList, table } from "../../core/records/columns.ts";
import { filterEnv, type View, viewOf } from "../../core/records/viewer.ts";
import { endOfDate } from "./days.ts";
import { RECYCLE_FIELDS, recycleFacts } from "./facts.ts";
import { poolPolicy } from "./kind.ts";
import type { PoolPolicy } from "./policy.ts";
import { compileRecycle, type Recycling } from "./recycle.ts";

export interface Going {
  row: Row;
  recycling: Recycling;
}

export interface Leaving {
  view: View;
  policy: PoolPolicy;
  owners: string[];
  until: Date;
  going: Going[];
  /** There are more than were read. */
  limited: boolean;
}

/**
 * Owned leads that go back to a pool until the end of the day so many days from now, soonest first: mine, or those of everybody whose
 * leads the actor may see. One question of the index of owners and days.
 */
export async function leaving(ctx: Ctx, whose: "mine" | "team", days: number, most: number): Promise<Leaving> {
  const [view, people, { body: policy }, env] = await Promise.all([viewOf(ctx, "lead"), directory.get(ctx.house), publishedPolicy(ctx.house, poolPolicy), filterEnv(ctx)]);
  const mine = ctx.actor.kind === "person" ? [ctx.actor.id] : [];
  const owners = whose === "mine" ? mine : (ownersInScope(ctx.actor, "lead", people) ?? [...people.people.keys()]);
  const until = endOfDate(addDays(localDate(ctx.now.getTime(), env.timeZone), days), env.timeZone);
  const known = view.all.fields("lead");
  const asked = [policy, ...(policy.pools ?? [])].flatMap((rules) => rules.recycle ?? []).flatMap((rule) => filterFields(rule.when));
  const shown = ["id", "version", "name", "company", "phone", "score", "grade", "budget", "predicted", "recycle_at", "next_step_at", "times_recycled"];
  const columns = [...new Set([...shown, ...RECYCLE_FIELDS, ...asked])].map((key) => known.get(key)).filter((field): field is FieldDef => field !== undefined);
  const { rows } = await sql<Row>`
    select ${columnList(columns)} from ${table("lead")}
    where owner_id = any(${owners}::uuid[]) and recycle_at < ${until} and stage not in ('converted', 'disqualified')
    order by recycle_at, id limit ${most + 1}`.execute(ctx.db);
  const decide = compileRecycle(policy, env);
  return { view, policy, owners, until, going: rows.slice(0, most).map((row) => ({ row, recycling: decide(recycleFacts(row, env.timeZone)) })), limited: rows.length > most };
}
