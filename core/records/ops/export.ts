import { Readable } from "node:stream";
import { z } from "zod";
import { audit } from "../../audit/audit.ts";
import type { Ctx } from "../../ctx.ts";
import type { FieldDef } from "../../language/types.ts";
import { instantToWall } from "../../language/zone.ts";
import { op } from "../../op.ts";
import { find } from "../find.ts";
import type { Shown } from "../present.ts";
import { type View, viewOf } from "../viewer.ts";
import { JsonText, ObjectKey, Words } from "./shapes.ts";

const AT_ONCE = 1_000;
/** Values that stand for somebody or something: shown by name, or not at all where the viewer may not see it. */
const NAMED = new Set(["person", "team", "link"]);
const commas = z.string().max(2_000).transform((text) => text.split(",").map((word) => word.trim()).filter(Boolean));

/**
 * Every record of a question as CSV for spreadsheet programs, streamed: UTF-8 with byte order mark, a column a field that the
 * viewer may see. Titles and values as people read them; with `raw` keys and values as the API has them.
 */
export const exportRecords = op({
  name: "record.export",
  title: { zh: "导出 CSV", en: "Export as CSV" },
  needs: (input) => `${input.object}:export`,
  http: { method: "GET", path: "/records/:object/export.csv", answer: "file" },
  input: z.strictObject({
    object: ObjectKey, filter: JsonText.optional(), q: Words.optional(), sort: commas.optional(), fields: commas.optional(), raw: z.enum(["true", "false"]).transform((text) => text === "true").default(false),
  }),
  output: z.unknown(),
  async run(ctx, { object, raw, fields: wanted, ...question }) {
    const view = await viewOf(ctx, object);
    const offered = [...view.fields.values()].filter((field) => !field.internal && !field.retired && view.access.get(field.key) !== "hidden");
    const fields = wanted ? wanted.flatMap((key) => offered.find((field) => field.key === key) ?? []) : offered;
    // The question is asked once before the answer begins, so that what is wrong with it is a refusal and no broken file.
    const { total = 0 } = await find(ctx, object, { ...question, fields: [], limit: 1, count: true } as never);
    const pages = linesOf(ctx, view, fields, raw, question);
    const first = await pages.next();
    // What left the house is noted before the first line has, whoever breaks off the download.
    await audit(ctx, "export", { id: object, name: view.object.label.zh, after: { rows: total, fields: fields.map((field) => field.key), filter: question.filter ?? null, q: question.q ?? null } });
    async function* whole(): AsyncGenerator<string> {
      if (!first.done) yield first.value;
      yield* pages;
    }
    const { label } = view.object;
    return { name: `${ctx.locale === "en" ? label.en : label.zh} ${ctx.now.toISOString().slice(0, 10)}.csv`, type: "text/csv; charset=utf-8", body: Readable.from(whole()) };
  },
});

async function* linesOf(ctx: Ctx, view: View, fields: readonly FieldDef[], raw: boolean, question: { filter?: unknown; q?: string | undefined; sort?: string[] | undefined }): AsyncGenerator<string> {
  const say = (text: FieldDef["label"]) => (ctx.locale === "en" ? text.en : text.zh);
  const keys = fields.map((field) => field.key);
  let text = `\ufeff${line(raw ? ["id", ...keys.filter((key) => key !== "id")] : fields.map((field) => say(field.label)))}`;
  const columns = raw ? ["id", ...keys.filter((key) => key !== "id")] : keys;
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const shown = (item: Shown, key: string): unknown => {
    const value = item[key] ?? null;
    const field = byKey.get(key);
    if (raw || !field || value === null) return value;
    if (NAMED.has(field.type)) return item._names[key] ?? "";
    if (field.type === "datetime") return new Date(instantToWall(Date.parse(String(value)), ctx.house.settings.timeZone)).toISOString().slice(0, 19).replace("T", " ");
    if (!field.choices) return value;
    const labels = [value].flat().map((each) => field.choices?.find((choice) => choice.value === each)?.label);
    return labels.map((label, i) => (label ? say(label) : [value].flat()[i])).join(ctx.locale === "en" ? ", " : "、");
  };
  let cursor: string | undefined;
  do {
    const page = await find(ctx, view.object.key, { ...question, fields: columns, limit: AT_ONCE, ...(cursor ? { cursor } : {}) } as never);
    text += page.items.map((item) => line(columns.map((key) => shown(item as Shown, key)))).join("");
    yield text;
    text = "";
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
}

/** A spreadsheet program reads text that begins like this as a formula (OWASP, CSV injection); a telephone number is none. */
const FORMULA = /^(?:[=@\t\r\uff1d\uff20]|[+\-\uff0b\uff0d](?!\d[\d -]*$))/;

const line = (cells: readonly unknown[]): string => `${cells.map(cell).join(",")}\r\n`;

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = typeof value === "object" ? (Array.isArray(value) && value.every((each) => typeof each === "string") ? value.join(";") : JSON.stringify(value)) : String(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
