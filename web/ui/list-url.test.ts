import { expect, test } from "vitest";
import { readListView, writeListView, type ListView } from "./list-url.ts";

const view: ListView = {
  filter: { all: [{ field: "company", op: "contains", value: "华东 & \"联合\"" }, { any: [{ field: "score", op: "gte", value: 60 }, { not: { field: "owner_id", op: "is", value: "@me" } }] }] },
  q: "王#50%",
  sort: ["-score", "created_at"],
  columns: [{ key: "name", frozen: true }, { key: "phone", frozen: false }],
};

test("a link shows a colleague the same list", () => {
  const address = writeListView(view, new URLSearchParams("tab=board")).toString();
  expect(readListView(new URLSearchParams(address))).toEqual(view);
  expect(new URLSearchParams(address).get("tab")).toBe("board");
});

test("a plain list leaves its address plain", () => {
  const plain: ListView = { filter: undefined, q: "", sort: [], columns: undefined };
  expect(writeListView(plain, writeListView(view, new URLSearchParams())).toString()).toBe("");
});

test("a broken filter in an old link still opens the list", () => {
  const broken = ["{", "[]", "{\"all\":[{\"field\":1}]}", "null"];
  expect(broken.filter((filter) => readListView(new URLSearchParams({ filter })).filter !== undefined)).toEqual([]);
});
