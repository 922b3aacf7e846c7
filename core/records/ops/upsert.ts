import { sql } from "kysely";
import { z } from "zod";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { invalidField } from "../../refusal.ts";
import type { Row } from "../../language/types.ts";
import { requireNeed } from "../../access/rights.ts";
import { visibleRows } from "../find.ts";
import { table } from "../columns.ts";
import { parseRows } from "../parse_rows.ts";
import { viewOf } from "../viewer.ts";
import { createRows, updateRows } from "../write.ts";
import { itemsOf } from "./create.ts";
import { AnyRow, Id, ObjectKey } from "./shapes.ts";

const Outcome = z.object({ id: Id.nullable(), outcome: z.enum(["created", "updated", "refused"]), code: z.string().optional() });

/**
 * Creates or updates by a key of the caller's system (incremental sync). One call at a time per object and key field, so that
 * two calls with the same new key make one record. A record that lies outside the caller's scope is refused without saying which.
 */
export const upsertRecords = op({
  name: "record.upsert",
  title: { zh: "按外部编号新建或更新", en: "Create or update by key" },
  needs: (input) => `${input.object}:create`,
  http: { method: "POST", path: "/records/:object/upsert", body: "whole" },
  input: z.strictObject({ object: ObjectKey, key: z.string().max(48).default("external_id"), body: AnyRow }),
  output: z.union([Outcome, z.object({ items: z.array(Outcome) })]),
  async run(ctx, { object, key, body }) {
    const { items, many } = itemsOf(body);
    const paths = (i: number) => (many ? `items[${i}].` : "");
    const outcomes = await transaction(ctx, async (tx) => {
      const view = await viewOf(tx, object);
      const field = view.schema.field(object, key);
      if (!field || !(field.indexed || field.unique)) throw invalidField("key", { zh: `「${key}」不能作为外部编号`, en: `“${key}” cannot serve as a key` });
      const rows = await parseRows(view, items, "update", paths);
      rows.forEach((row, i) => {
        if ((row[key] ?? null) === null) throw invalidField(`${paths(i)}${key}`, { zh: "缺少外部编号", en: "The key is missing" });
      });
      await sql`select pg_advisory_xact_lock(hashtext(${`upsert:${object}:${key}`}))`.execute(tx.db);
      const { rows: found } = await sql<{ id: string; key: string }>`
        select distinct on (${sql.ref(key)}) id, ${sql.ref(key)}::text as key from ${table(object)} where ${sql.ref(key)}::text = any(${rows.map((r) => String(r[key]))}) order by ${sql.ref(key)}, id`.execute(tx.db);
      const known = new Map(found.map((r) => [r.key, r.id]));
      if (known.size > 0) requireNeed(tx.actor, `${object}:edit`);
      const visible = new Set((await visibleRows(view, [...known.values()], false, [...new Set([key, ...rows.flatMap((row) => Object.keys(row))])])).map((row) => row.id));
      const first = new Map<string, number>();
      const fresh = rows.flatMap((row, i) => {
        const value = String(row[key]);
        if (known.has(value) || first.has(value)) return [];
        first.set(value, i);
        return [i];
      });
      const whole = await parseRows(view, fresh.map((i) => items[i] as Record<string, unknown>), "create", (n) => paths(fresh[n] as number));
      const scope = await view.scope([]);
      if (scope && tx.actor.kind === "person") for (const row of whole) row.owner_id ??= tx.actor.id;
      const created = await createRows(tx, object, whole);
      const out: z.input<typeof Outcome>[] = new Array(rows.length);
      fresh.forEach((i, n) => {
        const w = created[n];
        if (w?.row) known.set(String(rows[i]?.[key]), w.row.id as string);
        out[i] = w?.row ? { id: w.row.id as string, outcome: "created" } : { id: null, outcome: "refused", code: w?.refused?.code ?? "invalid_input" };
      });
      rows.forEach((row, i) => {
        const id = known.get(String(row[key]));
        if (id !== undefined && !first.has(String(row[key])) && !visible.has(id)) out[i] = { id: null, outcome: "refused", code: "not_found" };
      });
      const rest = rows.flatMap((row, i) => (out[i] || !known.has(String(row[key])) ? [] : [i]));
      const updated = await updateRows(tx, object, rest.map((i) => ({ id: known.get(String(rows[i]?.[key])) as string, changes: rows[i] as Row })));
      rest.forEach((i, n) => {
        const w = updated[n];
        out[i] = w?.row ? { id: w.row.id as string, outcome: "updated" } : { id: null, outcome: "refused", code: w?.refused?.code ?? "invalid_input" };
      });
      return rows.map((_, i) => out[i] ?? { id: null, outcome: "refused" as const, code: "invalid_input" });
    });
    return many ? { items: outcomes } : (outcomes[0] as (typeof outcomes)[number]);
  },
});
