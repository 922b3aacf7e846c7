import type { Filter } from "../../core/language/types.ts";
import { recordAddress } from "../app/pages.tsx";
import { writeListView } from "../ui/list-url.ts";
import type { Cell, Report } from "./data.ts";

/** The address of the list that shows exactly the records of a filter. */
export function listAddress(object: string, filter: Filter): string {
  return `${recordAddress(object, "").replace(/\/$/, "")}?${writeListView({ filter, q: "", sort: [], columns: undefined }, new URLSearchParams()).toString()}`;
}

/** Where a number leads: the list of its records, or on this page the rows behind it; undefined for an empty one. */
export function clickTarget({ value, filter, ids_query: rows }: Cell, here: URLSearchParams): string | undefined {
  if (!value) return undefined;
  if (filter) return listAddress(filter.object, filter.filter as Filter);
  if (!rows) return undefined;
  const next = new URLSearchParams(here);
  next.set("rows", `${rows.report}/${rows.cell}`);
  return `?${next.toString()}`;
}

/** Reads which number's rows the address shows. */
export function rowsShown(params: URLSearchParams): { report: string; cell: string } | undefined {
  const [report = "", ...cell] = (params.get("rows") ?? "").split("/");
  return report && cell.length > 0 ? { report, cell: cell.join("/") } : undefined;
}

/** The row and column of a number by the name of its cell. */
export function findCell(report: Report, cell: string) {
  for (const section of report.sections) {
    for (const row of section.rows) {
      const column = section.columns.find(({ key }) => row.cells[key]?.ids_query?.cell === cell);
      if (column) return { section, row, column };
    }
  }
  return undefined;
}
