import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { readTable } from "./read_fixture.ts";

const TEXT = "姓名,手机,备注\n曾晓红,13912345670,\"好的，\n再联系\"\n王伟,13912345671,\n";
const ROWS = [["曾晓红", "13912345670", "好的，\n再联系"], ["王伟", "13912345671", ""]];

test.each([
  ["utf-8", iconv.encode(TEXT, "utf8")],
  ["utf-8", iconv.encode(TEXT, "utf8", { addBOM: true })],
  ["gb18030", iconv.encode(TEXT, "gbk")],
  ["utf-16le", iconv.encode(TEXT, "utf-16le", { addBOM: true })],
  ["utf-16le", iconv.encode(TEXT, "utf-16le", { addBOM: false })],
  ["utf-16be", iconv.encode(TEXT, "utf-16be", { addBOM: true })],
])("a list saved as %s reads the same", async (encoding, bytes) => {
  const table = await readTable(bytes);
  expect(table).toMatchObject({ format: "csv", encoding, separator: ",", columns: ["姓名", "手机", "备注"], all: ROWS, problems: [] });
});

test("characters outside GBK survive in GB18030, and Chinese far behind an English beginning is noticed", async () => {
  const text = `name,note\n${"plain,text\n".repeat(60_000)}𠮷野,表情🙂\n`;
  const table = await readTable(iconv.encode(text, "gb18030"));
  expect(table.encoding).toBe("gb18030");
  expect(table.all.at(-1)).toEqual(["𠮷野", "表情🙂"]);
  expect(table.all).toHaveLength(60_001);
});

test.each([",", ";", "\t", "|"])("the separator %j is found", async (separator) => {
  const table = await readTable(Buffer.from(["姓名", "公司", "预算"].join(separator) + "\r\n" + ["张三", '"A,B;C|D"', "1.5"].join(separator) + "\r\n"));
  expect(table).toMatchObject({ separator, columns: ["姓名", "公司", "预算"], all: [["张三", "A,B;C|D", "1.5"]] });
});

test("a forgotten quote costs one row its cells, never the rows after it", async () => {
  const after = Array.from({ length: 5000 }, (_, i) => `n${i},"c ${i}",x`).join("\n");
  const table = await readTable(Buffer.from(`a,b,c\n1,"forgot,3\n${after}\n`));
  expect(table.all).toHaveLength(5001);
  expect(table.all[1]).toEqual(["n0", "c 0", "x"]);
  expect(table.problems).toEqual([{ row: 2, code: "broken_quotes", facts: {} }]);
});

test("a forgotten quote before a million plain rows does not make reading slow", async () => {
  const table = await readTable(Buffer.from(`a,b\n1,"forgot\n${"plain,row\n".repeat(300_000)}`));
  expect(table.all).toHaveLength(300_001);
  expect(table.problems).toHaveLength(1);
}, 20_000);

test("doubled and missing headers get names, blank rows go, long rows are reported", async () => {
  const table = await readTable(Buffer.from("\n手机,手机,,备注\n1,2,3,4\n,,,\n\n5,6,7,8,9\n"));
  expect(table.columns).toEqual(["手机", "手机 (2)", "#3", "备注"]);
  expect(table.all).toEqual([["1", "2", "3", "4"], ["5", "6", "7", "8", "9"]]);
  expect(table.problems).toEqual([{ row: 6, code: "too_many_cells", facts: { cells: 5, columns: 4 } }]);
});

test.each([["empty", ""], ["web_page", "<!DOCTYPE html><html></html>"], ["binary", "\u0001\u0000\u0002\u0003\u0000\u0000\u0004"], ["old_xls", Buffer.from("d0cf11e0a1b11ae1", "hex")]])("%s is refused with the reason", async (reason, content) => {
  await expect(readTable(Buffer.from(content))).rejects.toMatchObject({ code: "file_unreadable", facts: { reason } });
});

const sets = fileURLToPath(new URL("../../../../shared/data/csv-conformance/", import.meta.url));
const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const notBlank = (row: unknown[]) => row.some((cell) => String(cell).trim() !== "");

describe.skipIf(!existsSync(sets))("csv-conformance", () => {
  // The set's own JSON of location_coordinates names another phone number than its CSV.
  const spectrum = existsSync(sets) ? readdirSync(`${sets}csv-spectrum/csvs`).filter((name) => name !== "location_coordinates.csv") : [];
  test.each(spectrum)("csv-spectrum %s", async (name) => {
    const { columns, all } = await readTable(`${sets}csv-spectrum/csvs/${name}`);
    const expected = json(`${sets}csv-spectrum/json/${name.replace(".csv", ".json")}`) as Record<string, string>[];
    expect(all.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])))).toEqual(expected);
  });

  const valid = existsSync(sets) ? readdirSync(`${sets}sineemore/json`) : [];
  test.each(valid)("sineemore %s", async (name) => {
    const { columns, all } = await readTable(`${sets}sineemore/csv/${name.replace(".json", ".csv")}`);
    const expected = json(`${sets}sineemore/json/${name}`) as (string[] | Record<string, string>)[];
    const rows = name.startsWith("header") ? all : [columns, ...all];
    expect(rows.filter(notBlank)).toEqual(expected.map((row) => Object.values(row)).filter(notBlank));
  });

  const every = existsSync(sets) ? readdirSync(sets, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".csv") && !name.includes("html")) : [];
  test.each(every)("%s keeps every character, valid or not", async (name) => {
    const text = readFileSync(sets + name, "utf8").replace(/^\uFEFF/, "");
    const table = await readTable(sets + name).catch((error: { facts: unknown }) => error.facts);
    if (text === "") return expect(table).toMatchObject({ reason: "empty" });
    const { columns, all, separator } = table as Awaited<ReturnType<typeof readTable>>;
    // A name given to a doubled or empty header is ours; quotes, separators and line ends may belong to the form.
    const bare = (value: string) => value.replaceAll(separator ?? ",", "").replace(/["\s]+/g, "");
    const ours = columns.map((column) => (/^#\d+$/.test(column) ? "" : column.replace(/ \(\d+\)$/, "")));
    expect(bare([...ours, ...all.flat()].join(""))).toBe(bare(text));
  });

  test("a file whose every line is quoted as a whole, and which ends in mid-row, reads as a table", async () => {
    const table = await readTable(`${sets}real-broken-doubly-quoted-truncated.csv`);
    expect(table.columns).toHaveLength(17);
    expect(table.all.length).toBeGreaterThan(32_000);
    expect(table.all[0]).toEqual(["58", "management", "married", "tertiary", "no", "2143", "yes", "no", "unknown", "5", "may", "261", "1", "-1", "0", "unknown", "no"]);
  });
});
