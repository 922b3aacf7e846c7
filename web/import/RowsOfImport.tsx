import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { Link } from "react-router";
import { run } from "../api/run.ts";
import { recordAddress } from "../app/pages.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { Problem } from "../ui/Problem.tsx";
import { useWords } from "../words/words.ts";
import type { Import, Outcome } from "./data.ts";

interface Props {
  of: Import;
  outcome: Exclude<Outcome, "updated">;
  close(): void;
}

/** The rows of an import with one outcome, each with the record it became part of. */
export default function RowsOfImport({ of, outcome, close }: Props) {
  const t = useWords();
  const phone = usePhoneWidth();
  const rows = useInfiniteQuery({
    queryKey: ["arrival", "of-import", of.id, outcome], initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => run("arrival.list", { import_id: of.id, outcome, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  // What the row says about whom: the columns that were mapped to a name first.
  const said = (payload: unknown): string => {
    const cells = (payload ?? {}) as Record<string, unknown>;
    const first = ["name", "company", "phone"].map((field) => cells[of.mapping[field] ?? field]).filter((cell) => typeof cell === "string" && cell !== "");
    return (first.length > 0 ? first : Object.values(cells).filter((cell) => typeof cell === "string" && cell !== "").slice(0, 3)).slice(0, 2).join(" · ");
  };
  return (
    <Drawer open onClose={close} title={`${of.file_name} · ${t(`import:${outcome}`)}`} placement={phone ? "bottom" : "right"} size={phone ? "80%" : 460}>
      {rows.error && !rows.data ? <Problem error={rows.error} retry={() => void rows.refetch()} /> : !rows.data ? <div className="waiting" role="status" aria-busy="true" /> : (
        <>
          <p className="quiet">{t(`import:means_${outcome}`)}</p>
          <ul className="imports">
            {rows.data.pages.flatMap((page) => page.items).map((item) => (
              <li key={item.id}>
                <span className="number quiet">{item.row_number}</span>
                {item.object && item.record_id ? <Link to={recordAddress(item.object, item.record_id)}>{said(item.payload) || t("records:no_name")}</Link> : <span>{said(item.payload)}</span>}
              </li>
            ))}
          </ul>
          {rows.hasNextPage && <Button block loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>{t("import:more_rows")}</Button>}
        </>
      )}
    </Drawer>
  );
}
