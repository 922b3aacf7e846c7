import { Progress, Tabs } from "antd";
import { useCallback, useMemo, useRef } from "react";
import { useNavigate, useSearchParams } from "react-router";
import type { Filter } from "../../core/language/types.ts";
import { useObject } from "../api/objects.ts";
import { useMyPools, type MyPools } from "../api/pools.ts";
import type { Item } from "../api/records.ts";
import { Waiting } from "../app/Waiting.tsx";
import { Countdown } from "../ui/Countdown.tsx";
import { Empty } from "../ui/Empty.tsx";
import { FilterBar } from "../ui/FilterBar.tsx";
import { useListView } from "../ui/list-view.ts";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { QuickSearch, type QuickSearchHandle } from "../ui/QuickSearch.tsx";
import { RecordTable } from "../ui/RecordTable.tsx";
import { useWords } from "../words/words.ts";
import { ClaimButton } from "./pool/ClaimButton.tsx";
import { LEAD_ALSO, leadCells, WIDTHS } from "./list/lead-cells.tsx";

const COLUMNS = ["name", "company", "phone", "score", "grade", "source", "industry", "city", "times_recycled", "created_at"];
const LEAVING_COLUMNS = ["name", "company", "phone", "recycle_at", "last_activity_at", "next_step_at", "score", "stage"];
const LEAVING = "leaving";

const claimOne = (lead: Item) => <ClaimButton lead={lead} />;

/** What I may claim, how much of my quota is left, and what is about to leave me. */
export default function Pool() {
  const t = useWords();
  const go = useNavigate();
  const object = useObject("lead");
  const pools = useMyPools();
  const [params, setParams] = useSearchParams();
  const [view, change] = useListView("pool");
  const search = useRef<QuickSearchHandle>(null);
  const focusSearch = useCallback(() => search.current?.focus(), []);
  const open = useCallback((item: Item) => void go(`/leads/${item.id}`), [go]);
  const cells = useMemo(() => leadCells(t), [t]);
  const seek = useCallback((q: string) => change({ q }), [change]);
  if (pools.error && !pools.data) return <section className="page"><Problem error={pools.error} retry={() => void pools.refetch()} /></section>;
  if (!pools.data || !object) return <Waiting />;
  const { items, limits } = pools.data;
  const chosen = params.get("pool") ?? items[0]?.id ?? LEAVING;
  const leaving = chosen === LEAVING;
  const base: Filter[] = leaving
    ? [{ field: "owner_id", op: "is", value: "@me" }, { field: "recycle_at", op: "within", value: { next: 7, unit: "day" } }, { field: "stage", op: "not_in", value: ["converted", "disqualified"] }]
    : [{ field: "pool_id", op: "is", value: chosen }, { field: "owner_id", op: "empty" }];
  const filter: Filter = { all: [...base, ...(view.filter ? [view.filter] : [])] };
  return (
    <PageFrame
      fill title={t("nav:pool")} aside={<Quota limits={limits} />}
      filters={<><QuickSearch ref={search} value={view.q} onChange={seek} placeholder={t("records:search", { object: t("nav:pool") })} /><FilterBar object={object} filter={view.filter} onChange={(next) => change({ filter: next })} /></>}
    >
      <Tabs
        size="small" activeKey={chosen} onChange={(key) => setParams({ pool: key }, { replace: true })}
        items={[...items.map((pool) => ({ key: pool.id, label: <>{pool.name} <span className="quiet number">{pool.waiting}</span></> })), { key: LEAVING, label: t("pool:leaving") }]}
      />
      <RecordTable
        key={chosen} object={object} view={{ ...view, filter }} onView={(next) => change("filter" in next && next.filter === undefined ? { ...next, q: "" } : next)} defaultColumns={leaving ? LEAVING_COLUMNS : COLUMNS} defaultSort={[leaving ? "recycle_at" : "-score"]} widths={WIDTHS} rowAction={leaving ? undefined : claimOne} onOpen={open} focusSearch={focusSearch} cells={cells} also={LEAD_ALSO}
        narrowed={view.q !== "" || view.filter !== undefined}
        empty={leaving ? <Empty title={t("pool:leaving_empty")} text={t("pool:leaving_empty_text")} /> : <Empty title={t("pool:empty")} text={t("pool:empty_text")} />}
      />
    </PageFrame>
  );
}

function Quota({ limits }: { limits: MyPools["limits"] }) {
  const t = useWords();
  return (
    <span className="quota">
      {limits.claims_per_day === null ? <span>{t("pool:claimed_today", { n: limits.claimed_today })}</span> : <Meter label={t("pool:claims_left", { n: limits.claims_left ?? 0 })} used={limits.claimed_today} of={limits.claims_per_day} />}
      {limits.holding === null ? <span>{t("pool:held", { n: limits.held })}</span> : <Meter label={t("pool:holding_left", { n: limits.holding_left ?? 0 })} used={limits.held} of={limits.holding} />}
      {limits.next_claim_at && <span>{t("pool:next_claim")} <Countdown due={limits.next_claim_at} /></span>}
      {limits.cooldown_days > 0 && <span className="quiet">{t("pool:cooldown", { n: limits.cooldown_days })}</span>}
    </span>
  );
}

function Meter({ label, used, of }: { label: string; used: number; of: number }) {
  return <span className="meter">{label}<Progress percent={of === 0 ? 100 : Math.min(100, (used / of) * 100)} size="small" showInfo={false} status={used >= of ? "exception" : "normal"} /><span className="quiet number">{used}/{of}</span></span>;
}
