import { sql } from "kysely";
import type { Directory } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { rowsOf } from "../../../core/db/rows.ts";
import type { Claim, Side } from "./propose.ts";
import type { CollisionSetting } from "./setting.ts";

/** The contested record, as its claims are judged by. */
export interface Contested {
  id: string;
  object: string;
  owner_id: string | null;
  name: string | null;
  created_at: string;
  created_by: string | null;
  protected_until: string | null;
  /** What a territory may be made of. */
  places: string[];
}

/** The records of collisions about to open, locked: their owner cannot change under the claim. */
export async function contested(tx: Ctx, wanted: readonly { object: string; record_id: string }[]): Promise<Map<string, Contested>> {
  const found = new Map<string, Contested>();
  for (const object of ["lead", "account", "contact"] as const) {
    const ids = [...new Set(wanted.filter((w) => w.object === object).map((w) => w.record_id))];
    if (ids.length === 0) continue;
    const more = { lead: sql`coalesce(name, company) as name, protected_until, array_remove(array[province, city, industry, product_line], null) as places`, account: sql`name, null::timestamptz as protected_until, array_remove(array[province, city, industry], null) as places`, contact: sql`name, null::timestamptz as protected_until, '{}'::text[] as places` }[object];
    const { rows } = await sql<Contested>`select id, ${object} as object, owner_id, created_at, created_by, ${more} from ${sql.table(`crm.${object}`)} where id = any(${ids}::uuid[]) order by id for update`.execute(tx.db);
    for (const row of rows) found.set(row.id, row);
  }
  return found;
}

export interface Asking {
  key: string;
  side: Side;
  person: string;
  record: Contested;
  rival_id: string | null;
}

interface Facts {
  key: string;
  held: string | null;
  made: string | null;
  touched: string | null;
  opportunities: number;
  amount: number | null;
}

const IN_VAIN = ["no_answer", "busy", "wrong_number"];

/** What speaks for each side: first entry, first valid touch, protection, deals, territory; one statement for any number of claims. */
export async function claimsOf(tx: Ctx, people: Directory, setting: CollisionSetting, asking: readonly Asking[]): Promise<Map<string, Claim>> {
  const rows = asking.map(({ key, person, record, rival_id }) => ({ key, person, record: record.id, rival: rival_id }));
  const { rows: facts } = await sql<Facts>`
    select x.key,
      (select min(from_at) from clew.hold h where h.lead_id in (x.record, x.rival) and h.owner_id = x.person) as held,
      (select min(created_at) from crm.lead l where l.id in (x.record, x.rival) and l.created_by = x.person) as made,
      (select min(happened_at) from crm.activity a where (a.lead_id in (x.record, x.rival) or a.account_id = x.record or a.contact_id = x.record)
        and a.owner_id = x.person and a.kind = any(${setting.touch_kinds}) and coalesce(a.outcome, '') <> all(${IN_VAIN})) as touched,
      (select count(*) from crm.opportunity o where (o.lead_id in (x.record, x.rival) or o.account_id = x.record or o.contact_id = x.record) and o.owner_id = x.person) as opportunities,
      (select sum(amount) from crm.opportunity o where (o.lead_id in (x.record, x.rival) or o.account_id = x.record or o.contact_id = x.record) and o.owner_id = x.person) as amount
    from ${rowsOf(rows, { key: "text", person: "uuid", record: "uuid", rival: "uuid" })}`.execute(tx.db);
  const byKey = new Map(facts.map((f) => [f.key, f]));
  return new Map(asking.map(({ key, side, person, record }): [string, Claim] => {
    const f = byKey.get(key) as Facts;
    const entered = [f.held, f.made, record.object !== "lead" && side === "holder" ? record.created_at : null, side === "claimant" ? tx.now.toISOString() : null].filter((at) => at !== null).sort();
    const territory = people.people.get(person)?.territories.find((one) => record.places.some((place) => place === one || place.startsWith(one) || one.startsWith(place))) ?? null;
    return [key, {
      first_entered_at: entered[0] ?? (side === "holder" ? record.created_at : null), first_touch_at: f.touched, protected_until: side === "holder" ? record.protected_until : null,
      opportunities: f.opportunities, opportunity_amount: f.amount ?? 0, territory,
    }];
  }));
}
