import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { Link } from "react-router";
import { run } from "../api/run.ts";
import { recordAddress } from "../app/pages.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { Problem } from "../ui/Problem.tsx";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { useText, useWords } from "../words/words.ts";
import { findCell } from "./click.ts";
import { questionOf, useReport } from "./data.ts";
import type { Asked } from "./question.ts";

interface Props {
  shown: { report: string; cell: string };
  asked: Asked;
  close(): void;
}

/** The rows behind a number that no filter can name, each with its lead. */
export default function RowsDrawer({ shown, asked, close }: Props) {
  const t = useWords();
  const text = useText();
  const phone = usePhoneWidth();
  const report = useReport(shown.report, asked);
  const found = report.data && findCell(report.data, shown.cell);
  const rows = useInfiniteQuery({
    queryKey: ["insight", "rows", shown, questionOf(asked)], initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => run("insight.drill", { ...questionOf(asked), ...shown, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const title = found ? [...(found.section.by === "whole" ? [] : [text(found.row.title)]), text(found.column.title)].join(" · ") : (report.data ? text(report.data.title) : "");
  return (
    <Drawer open onClose={close} title={title} placement={phone ? "bottom" : "right"} size={phone ? "80%" : 460}>
      {rows.error && !rows.data ? <Problem error={rows.error} retry={() => void rows.refetch()} /> : !rows.data ? <div className="chart-waiting" role="status" aria-busy="true" /> : (
        <>
          <p className="quiet">{t("insight:rows_text")}</p>
          <ul className="drill">
            {rows.data.pages.flatMap((page) => page.items).map((item) => (
              <li key={item.id}>
                {item.lead ? <Link to={recordAddress("lead", item.lead_id)}>{String(item.lead.name ?? item.lead.company ?? t("records:no_name"))}</Link> : <span className="quiet">{t("insight:out_of_sight")}</span>}
                {Boolean(item.lead?.name && item.lead.company) && <span className="quiet drill-company">{String(item.lead?.company)}</span>}
                <RelativeTime at={item.at} />
              </li>
            ))}
          </ul>
          {rows.data.pages[0]?.items.length === 0 && <p className="quiet">{t("insight:nothing")}</p>}
          {rows.hasNextPage && <Button block loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>{t("insight:more_rows")}</Button>}
        </>
      )}
    </Drawer>
  );
}
