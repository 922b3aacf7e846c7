import { expect, test } from "vitest";
import { copyText } from "./copy.ts";
import { JsonText } from "./rows.ts";

test("a line a row; nothing, empty text, breaks, tabs and backslashes stay what they are", () => {
  const rows = [{ name: "线索", note: "一\t二\r\n三\\N" }, { name: "", note: null }, { note: "\\." }];
  expect(copyText({ name: "text", note: "text" }, rows)).toBe("线索\t一\\t二\\r\\n三\\\\N\n\t\\N\n\\N\t\\\\.\n");
});

test("lists, moments, numbers and JSON as the database reads them", () => {
  const at = new Date("2026-03-05T01:00:00Z");
  const row = { tags: ["a,b", 'say "hi"'], at, n: 1.5, yes: false, facts: { text: 'a"b' }, word: "JSON", kept: new JsonText('{"x":"\\n"}') };
  expect(copyText({ tags: "text[]", at: "timestamptz", n: "numeric", yes: "boolean", facts: "jsonb", word: "jsonb", kept: "json" }, [row])).toBe(
    '{"a,b","say \\\\"hi\\\\""}\t2026-03-05T01:00:00.000Z\t1.5\tfalse\t{"text":"a\\\\"b"}\t"JSON"\t{"x":"\\\\n"}\n',
  );
});
