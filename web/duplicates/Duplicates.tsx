import { SettingOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { offerList } from "../actions/list.ts";
import { useCan } from "../api/me.ts";
import type { Item } from "../api/records.ts";
import { run } from "../api/run.ts";
import { Waiting } from "../app/Waiting.tsx";
import { Empty } from "../ui/Empty.tsx";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { useText, useWords } from "../words/words.ts";
import { leadName } from "../work/ask/Sheets.tsx";
import { Cluster } from "./Cluster.tsx";
import { CLUSTER } from "./desk-actions.tsx";
import "./duplicates.css";
import { SearchRun, useSearchRun } from "./SearchRun.tsx";
import { SurvivorshipDrawer } from "./SurvivorshipDrawer.tsx";

type Status = "open" | "dismissed";

/** Likely duplicates of the whole base, cluster by cluster: compared side by side, merged or set apart. */
export default function Duplicates() {
  const t = useWords();
  const can = useCan();
  const phone = usePhoneWidth();
  const [params, setParams] = useSearchParams();
  const [rules, setRules] = useState(false);
  const search = useSearchRun();
  const status = (params.get("status") ?? "open") as Status;
  const list = useInfiniteQuery({
    queryKey: ["duplicates", "lead", "list", status],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => run("duplicate.list", { status, limit: 30, ...(pageParam ? { cursor: pageParam } : { count: "true" as const }) }),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const chosen = params.get("cluster") ?? (phone ? null : (items[0]?.id ?? null));
  const at = items.findIndex((each) => each.id === chosen);
  const open = (id: string | null): void => setParams((before) => { if (id) before.set("cluster", id); else before.delete("cluster"); return before; }, { replace: true });
  useEffect(() => offerList({ object: CLUSTER, selected: [], focused: undefined, move: (step) => { const next = items[at + step]; if (next) open(next.id); } }));
  const next = (): void => open(phone ? null : ((items[at + 1] ?? items[at - 1])?.id ?? null));
  if (list.error && !list.data) return <section className="page"><Problem error={list.error} retry={() => void list.refetch()} /></section>;
  const detail = phone && chosen !== null;
  return (
    <PageFrame
      fill={!phone} title={t("nav:duplicates")} aside={list.data?.pages[0]?.total ? t("desks:duplicates_count", { n: list.data.pages[0].total }) : undefined}
      actions={detail ? undefined : <><SearchRun search={search} />{can("organisation:edit") && <Button icon={<SettingOutlined />} onClick={() => setRules(true)}>{t("desks:survivorship")}</Button>}</>}
    >
      {!detail && <Segmented<Status> className="desk-tabs" style={{ alignSelf: "start" }} value={status} options={[{ value: "open", label: t("desks:status_open") }, { value: "dismissed", label: t("desks:status_dismissed") }]} onChange={(value) => setParams(value === "open" ? {} : { status: value }, { replace: true })} />}
      {!list.data ? <Waiting /> : items.length === 0 ? (
        status === "dismissed" ? <Empty title={t("gone:none_dismissed")} text={t("gone:none_dismissed_text")} />
          : <Empty title={t("desks:no_duplicates")} text={t("desks:no_duplicates_text")} {...(search.going ? {} : { action: { label: t("desks:run"), run: search.start } })} />
      ) : (
        <div className="desk">
          {!detail && (
            <ul className="desk-list" aria-label={t("nav:duplicates")}>
              {items.map((each) => <Row key={each.id} cluster={each} chosen={each.id === chosen} open={() => open(each.id)} />)}
              {list.hasNextPage && <li className="desk-more"><Button type="link" size="small" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("common:more")}</Button></li>}
            </ul>
          )}
          {chosen && (detail || !phone) && <Cluster key={chosen} id={chosen} done={next} back={() => open(null)} />}
        </div>
      )}
      {rules && <SurvivorshipDrawer close={() => setRules(false)} />}
    </PageFrame>
  );
}

function Row({ cluster, chosen, open }: { cluster: { id: string; size: number; score: number; members: unknown[]; pairs: { explain: { zh: string; en: string }[] }[] }; chosen: boolean; open: () => void }) {
  const t = useWords();
  const text = useText();
  const names = [...new Set((cluster.members as Item[]).map((member) => leadName(member, t("records:no_name"))))];
  return (
    <li>
      <button type="button" className="desk-item" aria-current={chosen} onClick={open}>
        <span className="desk-item-head"><b>{names.slice(0, 2).join(" / ")}</b><span className="number quiet">{t("desks:members", { n: cluster.size })}</span></span>
        <span className="desk-item-head"><small className="desk-why">{cluster.pairs[0]?.explain.map(text).join(" · ")}</small><small className="number">{Math.round(cluster.score * 100)}%</small></span>
      </button>
    </li>
  );
}
