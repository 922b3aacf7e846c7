import { CaretDownOutlined, CaretUpOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { useText, useWords } from "../words/words.ts";
import type { Column, Section } from "./data.ts";
import { NumberLink } from "./NumberLink.tsx";

const FIRST_ROWS = 10;

/** A section of a report as a table: every number opens its records, every column sorts. */
export function ReportTable({ section, columns, title }: { section: Section; columns: Column[]; title: string }) {
  const t = useWords();
  const text = useText();
  const [sort, setSort] = useState<{ key: string; down: boolean }>();
  const [all, setAll] = useState(false);
  const rows = useMemo(() => {
    if (!sort) return section.rows;
    const value = (row: Section["rows"][number]): number => row.cells[sort.key]?.value ?? Number.NEGATIVE_INFINITY;
    return section.rows.toSorted((a, b) => (sort.down ? value(b) - value(a) : value(a) - value(b)));
  }, [section.rows, sort]);
  const shown = all || rows.length <= FIRST_ROWS + 2 ? rows : rows.slice(0, FIRST_ROWS);
  return (
    <div className="report">
      <table aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{section.by === "whole" ? "" : t(`insight:by_${section.by}`)}</th>
            {columns.map((column) => {
              const sorted = sort?.key === column.key;
              return (
                <th key={column.key} scope="col" className={text(column.title).length > 10 ? "report-long" : undefined} aria-sort={sorted ? (sort.down ? "descending" : "ascending") : "none"}>
                  <button type="button" onClick={() => setSort(sorted ? (sort.down ? { key: column.key, down: false } : undefined) : { key: column.key, down: true })}>
                    {text(column.title)}{sorted && (sort.down ? <CaretDownOutlined /> : <CaretUpOutlined />)}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.key ?? ""}>
              <th scope="row" title={text(row.title)}>{text(row.title)}</th>
              {columns.map((column) => <td key={column.key}><NumberLink cell={row.cells[column.key]} kind={column.kind} short={column.kind === "money"} label={`${text(row.title)} · ${text(column.title)}`} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < rows.length && <Button type="link" size="small" onClick={() => setAll(true)}>{t("insight:all_rows", { n: rows.length })}</Button>}
    </div>
  );
}
