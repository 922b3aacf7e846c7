import { sql } from "kysely";
import { catalog, type Catalog } from "../../core/objects/catalog.ts";
import type { StandardObject, Write } from "../../core/objects/standard.ts";
import { invalidField, type Refusal, refusal } from "../../core/refusal.ts";
import { DEFAULT_POOL, poolObject } from "../campaign.object.ts";
import { pools } from "./membership.ts";

const FirstPool = refusal("pool_first", 409, { zh: "默认公海不能删除：没有去处的线索会进入这里", en: "The first pool cannot be removed: leads that go nowhere else go there" });
const PoolInUse = refusal("pool_in_use", 409, { zh: "还有 {leads} 条线索在这个公海或来自这个公海，请先移走", en: "{leads} leads lie in this pool or came from it; move them first" });

const LISTS = ["member_teams", "member_people", "admin_people", "hidden_fields"] as const;

/** Pools are the organisation's, not somebody's: whoever may read pools sees them all. A lead always has a pool to lie in. */
export const poolRules: StandardObject = {
  def: poolObject,
  visible: async () => null,
  async beforeWrite(tx, writes) {
    const all = await catalog.get(tx.house);
    return writes.map((write) => wrong(write, all));
  },
  afterWrite: (tx) => pools.changed(tx),
  afterRestore: (tx) => pools.changed(tx),
  async afterRemove(tx, rows) {
    const ids = rows.map((row) => row.id as string);
    if (ids.includes(DEFAULT_POOL)) throw FirstPool();
    const { rows: found } = await sql<{ leads: number }>`select count(*)::int as leads from crm.lead where pool_id = any(${ids}::uuid[]) or home_pool_id = any(${ids}::uuid[])`.execute(tx.db);
    if (found[0] && found[0].leads > 0) throw PoolInUse({ leads: found[0].leads });
    await pools.changed(tx);
  },
};

/** Lists of a pool are lists of texts, and what it hides are fields of leads: anything else would hide nothing. */
function wrong({ after }: Write, all: Catalog): Refusal | null {
  for (const key of LISTS) {
    const value = after[key] ?? null;
    if (value === null) continue;
    const list: unknown[] = Array.isArray(value) ? value : [null];
    if (!list.every((each) => typeof each === "string")) return invalidField(key, { zh: "请填写列表", en: "Give a list" });
    const unknown = key === "hidden_fields" ? list.find((field) => !all.field("lead", field as string)) : undefined;
    if (unknown !== undefined) return invalidField(key, { zh: `线索没有字段「${String(unknown)}」`, en: `Leads have no field “${String(unknown)}”` });
  }
  return null;
}
