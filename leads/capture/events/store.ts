import { sql } from "kysely";
import { type Ctx, systemCtx } from "../../../core/ctx.ts";
import { gather } from "../../../core/db/gather.ts";
import { rowsOf } from "../../../core/db/rows.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { newId } from "../../../core/records/new_id.ts";
import { markDue, scoresBehaviour } from "../../score/due.ts";
import type { Channel } from "../channels.ts";
import { line, seen } from "./clean.ts";
import { type Identity, identify, identityOf } from "./identify.ts";
import type { Reported } from "./shape.ts";

/** Days for which events of visitors nobody knows are kept, unless the channel says otherwise. */
export const EVENT_DAYS = 90;
const DAY = 86_400_000;

interface Report {
  ctx: Ctx;
  channel: Channel;
  reported: Reported;
}

/** Stores what a page reported, gathered: concurrent reports share a statement and a commit. */
export function keepEvents(ctx: Ctx, channel: Channel, reported: Reported): Promise<void> {
  const door = ctx.house.keep("capture.events", () => gather<Report, void>({ lanes: 1, most: 200 }, together));
  return door({ ctx, channel, reported });
}

async function together(reports: Report[]): Promise<void[]> {
  const [{ ctx: { house } }] = reports as [Report];
  await transaction(systemCtx(house, "site.events", { kind: "capture", event: "site.events" }), async (tx) => {
    await store(tx, reports);
    const identities = reports.flatMap(({ reported }) => reported.events.flatMap((event): Identity[] => {
      const said = event.kind === "identify" ? identityOf(house, event) : null;
      return said ? [{ visitor_id: reported.visitor, ...said }] : [];
    }));
    await identify(tx, identities);
  });
  return reports.map(() => undefined);
}

async function store(tx: Ctx, reports: readonly Report[]): Promise<void> {
  const rows = reports.flatMap(({ channel, reported }) => reported.events.map((event) => {
    const { url, utm } = seen(event.url);
    return {
      id: newId(), channel: channel.key, visitor_id: reported.visitor, at: new Date(tx.now.getTime() - (event.ago ?? 0)).toISOString(), kind: event.kind,
      url, title: line(event.title, 200), referrer: seen(event.referrer).url, utm, expires_at: new Date(tx.now.getTime() + (channel.settings.events_days ?? EVENT_DAYS) * DAY).toISOString(),
    };
  }));
  const types = { id: "uuid", channel: "text", visitor_id: "uuid", at: "timestamptz", kind: "text", url: "text", title: "text", referrer: "text", utm: "jsonb", expires_at: "timestamptz" };
  // The visitor's row is locked first: who is being identified at this moment is known before the events are stored.
  const kept = sql`
    v as (
      insert into clew.site_visitor (id, expires_at) select visitor_id, max(expires_at) from ${rowsOf(rows, { visitor_id: "uuid", expires_at: "timestamptz" })} group by visitor_id order by visitor_id
      on conflict (id) do update set expires_at = greatest(site_visitor.expires_at, excluded.expires_at) returning id, lead_id),
    e as (
      insert into clew.site_event (id, channel, visitor_id, lead_id, at, kind, url, title, referrer, utm, expires_at)
      select x.id, x.channel, x.visitor_id, v.lead_id, x.at, x.kind, x.url, x.title, x.referrer, x.utm, x.expires_at from ${rowsOf(rows, types)} join v on v.id = x.visitor_id
      returning lead_id)`;
  await ((await scoresBehaviour(tx.house)) ? sql`with ${kept} ${markDue(tx, sql`e`)}` : sql`with ${kept} select 1`).execute(tx.db);
}
