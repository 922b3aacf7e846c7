import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../../core/refusal.ts";
import { readTable } from "./read_fixture.ts";
import { openArchive } from "./zip.ts";
import { workbookOf, zipOf } from "./zip_fixture.ts";

const HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c><c r="C1" t="inlineStr"><is><t>c</t></is></c></row>';

test("phone numbers and ids stay text, formulas give their last value, gaps stay gaps", async () => {
  const table = await readTable(workbookOf(`${HEADER}<row r="3"><c r="A3"><v>1.3912345670E10</v></c><c r="C3" t="str"><f>A1</f><v>值</v></c></row><row><c t="s"><v>0</v></c><c t="b"><v>1</v></c><c><v>0.30000000000000004</v></c></row>`, { strings: ["00123_x000D_"] }));
  expect(table).toMatchObject({ format: "xlsx", sheets: ["线索"], columns: ["a", "b", "c"] });
  expect(table.all).toEqual([["13912345670", "", "值"], ["00123\n", "TRUE", "0.3"]]);
});

test("dates follow their format and the workbook's date system", async () => {
  const cells = '<row r="2"><c r="A2" s="1"><v>46106</v></c><c r="B2" s="2"><v>46106.354166666664</v></c><c r="C2" s="3"><v>1.5625</v></c></row><row r="3"><c r="A3" s="4"><v>46106</v></c><c r="B3" s="2"><v>0.5</v></c><c r="C3" s="1"><v>59</v></c></row>';
  const formats = ["yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "yyyy/m/d h:mm", "[h]:mm:ss", "#,##0&quot;days&quot;"];
  expect((await readTable(workbookOf(HEADER + cells, { formats }))).all).toEqual([["2026-03-25", "2026-03-25T08:30:00", "37:30:00"], ["46106", "12:00:00", "1900-02-28"]]);
  expect((await readTable(workbookOf(HEADER + cells, { formats, date1904: true }))).all[0]?.[0]).toBe("2030-03-26");
});

test("an archive that is no workbook, is cut off, or grows without end is refused", async () => {
  await expect(readTable(zipOf({ "a.txt": "x" }))).rejects.toMatchObject({ facts: { reason: "not_xlsx" } });
  const whole = workbookOf(HEADER);
  await expect(readTable(whole.subarray(0, whole.length - 40))).rejects.toMatchObject({ facts: { reason: "damaged" } });
  await expect(readTable(workbookOf(HEADER, { workbook: " ".repeat(60 << 20) }))).rejects.toMatchObject({ facts: { reason: "too_large" } });
  await expect(readTable(workbookOf(HEADER), { sheet: "没有" })).rejects.toMatchObject({ facts: { reason: "no_sheet" } });
});

const odd = fileURLToPath(new URL("../../../../shared/data/excel-odd/", import.meta.url));
const files = existsSync(odd) ? readdirSync(odd).filter((name) => /\.(?:xlsx|csv)$/.test(name)) : [];

/** One has a password; in the other rich runs stand in place of the plain text before them, as Excel shows it. */
const OTHERWISE = new Set(["pass_protected.xlsx", "richtext-after-plain.xlsx"]);

/** Every text cell of every sheet, by plain pattern matching on the XML: another way than the reader's. */
async function textCells(path: string): Promise<string[]> {
  const archive = await openArchive(path, path);
  const part = async (name: string) => {
    const pieces: Buffer[] = [];
    for await (const piece of archive.read(name, 1 << 28)) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  };
  const texts = (xml: string) => [...xml.replace(/<(?:\w+:)?rPh\b.*?<\/(?:\w+:)?rPh>/gs, "").matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>(.*?)<\/(?:\w+:)?t>/gs)].map((found) => found[1]).join("");
  const strings = archive.has("xl/sharedStrings.xml") ? [...(await part("xl/sharedStrings.xml")).matchAll(/<(?:\w+:)?si(?:\s[^>]*)?(?:\/>|>(.*?)<\/(?:\w+:)?si>)/gs)].map((found) => texts(found[1] ?? "")) : [];
  const found: string[] = [];
  for (let n = 1; archive.has(`xl/worksheets/sheet${n}.xml`); n++) {
    for (const [, attributes = "", inner = ""] of (await part(`xl/worksheets/sheet${n}.xml`)).matchAll(/<(?:\w+:)?c(\s[^>]*?)?(?:\/>|>(.*?)<\/(?:\w+:)?c>)/gs)) {
      const type = /\bt="(\w+)"/.exec(attributes)?.[1];
      const value = /<(?:\w+:)?v(?:\s[^>]*)?>(.*?)<\/(?:\w+:)?v>/s.exec(inner)?.[1] ?? "";
      if (type === "s") found.push(strings[Number(value)] ?? "");
      else if (type === "inlineStr") found.push(texts(inner));
      else if (type === "str") found.push(value);
    }
  }
  archive.close();
  return found;
}

/** What may differ: how characters are escaped in XML, and the spaces of a header. */
function squeezed(text: string): string {
  const plain = text.replace(/<!\[CDATA\[(.*?)\]\]>/gs, "$1").replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const whole = plain.replace(/&(?:#(x?)([0-9a-f]+)|(lt|gt|quot|apos|amp));/gi, (_, hex: string, code: string, name: string) => (name ? { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" }[name.toLowerCase()] ?? "" : String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10))));
  return whole.normalize("NFKC").replace(/[\s\p{Cc}]+/gu, " ").trim().replace(/ \(\d+\)$/, "");
}

describe.skipIf(!existsSync(odd))("excel-odd", () => {
  test.each(files)("%s gives rows or a clear refusal", async (name) => {
    const result = await readTable(odd + name).catch((error: unknown) => error);
    expect(result instanceof Refusal ? result.code : (result as { format: string }).format).toMatch(/^(?:xlsx|file_unreadable)$/);
  });

  test.each([
    ["date.xlsx", [["2021-01-01", "15"], ["2021-01-02", "16"], ["255:10:10", "17"]]],
    ["date_1904.xlsx", [["2021-01-01", "15"], ["2021-01-02", "16"], ["255:10:10", "17"]]],
    ["date_iso.xlsx", [["2021-01-01"], ["2021-01-01T10:10:10"], ["10:10:10"]]],
    ["inlineStr_cdata.xlsx", [["Hello CDATA", "World"], ["12345", "NormalText"]]],
    ["rph.xlsx", [["課きく 毛こ"]]],
    ["merge_cells.xlsx", [["Row Merge", "#2", "Not Merged"], ["Column Merge", "Chunk Merged", ""]]],
    ["nonstandard-xml-ns-prefix.xlsx", [["a", "b"], ["1", "3"], ["2", "4"]]],
    ["table_with_absolute_paths.xlsx", [["Item", "Name"], ["100", "North"]]],
    ["string-ref.xlsx", [["col1"], ["-8086931554011838357"]]],
  ])("%s has the right values", async (name, expected) => {
    const { columns, all } = await readTable(odd + name);
    expect([columns, ...all].slice(0, expected.length)).toEqual(expected);
  });

  test.each(files.filter((name) => !OTHERWISE.has(name)))("%s loses no character of any text cell", async (name) => {
    const { sheets = [] } = await readTable(odd + name);
    const read = new Set<string>();
    for (const sheet of sheets) {
      const { columns, all } = await readTable(odd + name, { sheet });
      for (const text of [...columns, ...all.flat()]) read.add(squeezed(text));
    }
    const missing = (await textCells(odd + name)).map(squeezed).filter((text) => text !== "" && !read.has(text));
    expect(missing).toEqual([]);
  });

  test("a workbook whose list of parts is damaged is read from where the parts usually lie", async () => {
    expect(await readTable(`${odd}issue252.xlsx`)).toMatchObject({ columns: ["data"] });
  });

  test("a workbook named .csv is read as a workbook, a password is named as the reason", async () => {
    expect((await readTable(`${odd}real-xlsx-misnamed-as.csv`)).all).toHaveLength(9240);
    await expect(readTable(`${odd}pass_protected.xlsx`)).rejects.toMatchObject({ facts: { reason: "password" } });
  });
});
