import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Drawer, Table } from "antd";
import type { OutputOf } from "../../apps/contract.ts";
import { run } from "../api/run.ts";
import { Empty } from "../ui/Empty.tsx";
import { Problem } from "../ui/Problem.tsx";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { useWords } from "../words/words.ts";

type Query = OutputOf<"taken.log">["items"][number];

/** Who asked whether customers are taken. */
export function TakenLog({ close }: { close: () => void }) {
  const t = useWords();
  const phone = usePhoneWidth();
  const log = useInfiniteQuery({
    queryKey: ["taken-log"], initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => run("taken.log", { limit: 50, ...(pageParam ? { before: pageParam } : {}) }), getNextPageParam: (page) => page.next ?? undefined,
  });
  const items = log.data?.pages.flatMap((page) => page.items) ?? [];
  const answer = ({ found }: Query): string => t(found === null ? "desks:log_refused" : found ? "desks:log_yes" : "desks:log_no");
  return (
    <Drawer open title={t("desks:taken_log")} size={phone ? "100%" : 640} onClose={close} destroyOnHidden>
      <p className="quiet">{t("desks:taken_log_text")}</p>
      {log.error && <Problem error={log.error} />}
      {log.data && items.length === 0 ? <Empty title={t("desks:taken_log_empty")} /> : (
        <Table<Query>
          size="small" rowKey="id" dataSource={items} loading={log.isPending} pagination={false} scroll={{ x: true }}
          columns={[
            { title: t("desks:log_who"), key: "who", render: (_, row) => row.actor_name },
            { title: t("desks:log_asked"), key: "asked", render: (_, row) => Object.values(row.asked).map(String).join(" · ") },
            { title: t("desks:log_found"), key: "found", render: (_, row) => <span className={row.found === null ? "bad" : ""}>{answer(row)}</span> },
            { title: t("desks:log_when"), key: "at", render: (_, row) => <RelativeTime at={row.at} /> },
            { title: t("desks:log_address"), key: "address", render: (_, row) => <span className="quiet">{row.address}</span> },
          ]}
        />
      )}
      {log.hasNextPage && <div className="desk-more"><Button type="link" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>{t("common:more")}</Button></div>}
    </Drawer>
  );
}
