import { FileUnreadable, WHY_UNREADABLE } from "./unreadable.ts";
import { attribute, readXml } from "./xml.ts";
import { dateKind, type DateKind } from "./xlsx_number.ts";
import { sharedStrings } from "./xlsx_text.ts";
import type { Archive } from "./zip.ts";

export interface Workbook {
  /** Visible worksheets in their order. */
  sheets: { name: string; path: string }[];
  from1904: boolean;
  strings: string[];
  /** By cell style: whether its number is a date. */
  styles: (DateKind | undefined)[];
}

const SMALL_PART = 50 << 20;
const STRINGS_PART = 400 << 20;

/** Everything of a workbook but its sheets: their names and places, shared strings, date styles, date system. */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const main = await findMain(archive);
  const base = main.slice(0, main.lastIndexOf("/") + 1);
  let inOrder = false;
  const relations = await readRelations(archive, relationsOf(main)).catch((error: unknown) => {
    inOrder = true;
    return usualPlaces(archive, base, error);
  });
  const workbook: Workbook = { sheets: [], from1904: false, strings: [], styles: [] };
  let sheet = 0;
  const byId = new Map(relations.map((relation) => [relation.id, relation]));
  await readXml(archive, main, SMALL_PART, {
    open(name, attributes) {
      if (name === "workbookPr") workbook.from1904 = /^(?:1|true)$/.test(attribute(attributes, "date1904") ?? "");
      if (name !== "sheet") return;
      const relation = inOrder ? relations[sheet++] : byId.get(attribute(attributes, "id") ?? "");
      if (/hidden/i.test(attributes.state ?? "")) return;
      if (relation?.type.endsWith("/worksheet")) workbook.sheets.push({ name: attributes.name ?? "", path: resolvePath(base, relation.target) });
    },
  });
  for (const { type, target } of relations) {
    const path = resolvePath(base, target);
    if (!archive.has(path)) continue;
    if (type.endsWith("/sharedStrings")) await readXml(archive, path, STRINGS_PART, sharedStrings(workbook.strings));
    if (type.endsWith("/styles")) workbook.styles = await readStyles(archive, path);
  }
  return workbook;
}

async function findMain(archive: Archive): Promise<string> {
  const relations = archive.has("_rels/.rels") ? await readRelations(archive, "_rels/.rels") : [];
  const target = relations.find(({ type }) => type.endsWith("/officeDocument"))?.target;
  const main = target === undefined ? "xl/workbook.xml" : resolvePath("", target);
  if (!archive.has(main)) throw FileUnreadable({ ...WHY_UNREADABLE.not_xlsx, file: archive.fileName });
  return main;
}

interface Relation {
  id: string;
  type: string;
  target: string;
}

async function readRelations(archive: Archive, path: string): Promise<Relation[]> {
  const relations: Relation[] = [];
  if (!archive.has(path)) return relations;
  await readXml(archive, path, SMALL_PART, {
    open(name, { Id = "", Type = "", Target = "" }) {
      if (name === "Relationship") relations.push({ id: Id, type: Type, target: Target });
    },
  });
  return relations;
}

/** Where the list of parts is damaged the parts themselves often are not: sheets in their order, strings and styles where every program puts them. */
function usualPlaces(archive: Archive, base: string, error: unknown): Relation[] {
  const found: Relation[] = [];
  for (let n = 1; archive.has(`${base}worksheets/sheet${n}.xml`); n++) found.push({ id: "", type: "/worksheet", target: `worksheets/sheet${n}.xml` });
  if (found.length === 0) throw error;
  return [...found, { id: "", type: "/sharedStrings", target: "sharedStrings.xml" }, { id: "", type: "/styles", target: "styles.xml" }];
}

function relationsOf(path: string): string {
  const slash = path.lastIndexOf("/") + 1;
  return `${path.slice(0, slash)}_rels/${path.slice(slash)}.rels`;
}

function resolvePath(base: string, target: string): string {
  const parts: string[] = [];
  for (const part of (target.startsWith("/") ? target : base + target).replaceAll("\\", "/").split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

async function readStyles(archive: Archive, path: string): Promise<(DateKind | undefined)[]> {
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let inCellFormats = false;
  await readXml(archive, path, SMALL_PART, {
    open(name, attributes) {
      if (name === "numFmt") codes.set(Number(attributes.numFmtId), attributes.formatCode ?? "");
      else if (name === "cellXfs") inCellFormats = true;
      else if (name === "xf" && inCellFormats) ids.push(Number(attributes.numFmtId ?? 0));
    },
    close(name) {
      if (name === "cellXfs") inCellFormats = false;
    },
  });
  return ids.map((id) => dateKind(id, codes.get(id)));
}
