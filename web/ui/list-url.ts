import type { Filter } from "../../core/language/types.ts";

export interface ListColumn {
  key: string;
  frozen: boolean;
}

/** What a list shows, as its address holds it. */
export interface ListView {
  filter: Filter | undefined;
  q: string;
  sort: string[];
  /** Undefined: the page's own columns. */
  columns: ListColumn[] | undefined;
}

/** The parameter that names the saved view an address began with; what it shows stands beside it, for those who do not have the view. */
export const SAVED = "view";

/** Reads a list's address; what cannot be read is left out, so that an old link still opens. */
export function readListView(params: URLSearchParams): ListView {
  return {
    filter: readFilter(params.get("filter")),
    q: params.get("q") ?? "",
    sort: (params.get("sort") ?? "").split(",").filter((key) => key !== ""),
    columns: readColumns(params.get("cols")),
  };
}

/** Writes the view into an address, keeping parameters that belong to others (such as the tab). */
export function writeListView(view: ListView, params: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(params);
  const put = (key: string, value: string): void => (value === "" ? next.delete(key) : next.set(key, value));
  put("filter", view.filter ? JSON.stringify(view.filter) : "");
  put("q", view.q);
  put("sort", view.sort.join(","));
  put("cols", view.columns ? writeColumns(view.columns) : "");
  return next;
}

/** The address of the same list as a board or not; "as=list" belongs to the page of tasks. */
export function standing(params: URLSearchParams, board: boolean): URLSearchParams {
  if (board) params.set("as", "board");
  else if (params.get("as") === "board") params.delete("as");
  return params;
}

/** "name!,phone": columns in order, "!" for frozen ones. */
export function readColumns(text: string | null): ListColumn[] | undefined {
  if (!text) return undefined;
  return text.split(",").filter((part) => part !== "" && part !== "!").map((part) => ({ key: part.replace(/!$/, ""), frozen: part.endsWith("!") }));
}

export function writeColumns(columns: readonly ListColumn[]): string {
  return columns.map((column) => column.key + (column.frozen ? "!" : "")).join(",");
}

function readFilter(text: string | null): Filter | undefined {
  if (!text) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isFilter(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether something has the shape of a filter; whether its fields exist is the server's to say. */
export function isFilter(value: unknown): value is Filter {
  if (typeof value !== "object" || value === null) return false;
  if ("all" in value) return Array.isArray(value.all) && value.all.every(isFilter);
  if ("any" in value) return Array.isArray(value.any) && value.any.every(isFilter);
  if ("not" in value) return isFilter(value.not);
  return "field" in value && typeof value.field === "string" && "op" in value && typeof value.op === "string";
}
