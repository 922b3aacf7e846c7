import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../../core/refusal.ts";
import { readTable } from "./read_fixture.ts";
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

  test("a workbook named .csv is read as a workbook, a password is named as the reason", async () => {
    expect((await readTable(`${odd}real-xlsx-misnamed-as.csv`)).all).toHaveLength(9240);
    await expect(readTable(`${odd}pass_protected.xlsx`)).rejects.toMatchObject({ facts: { reason: "password" } });
  });
});
