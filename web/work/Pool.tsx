import { SettingOutlined } from "@ant-design/icons";
import { Button, Progress, Tabs } from "antd";
import { useCallback, useMemo, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import type { Filter } from "../../core/language/types.ts";
import { useObject, type ObjectMeta } from "../api/objects.ts";
import { useMyPools, type MyPools } from "../api/pools.ts";
import type { Item } from "../api/records.ts";
import { Waiting } from "../app/Waiting.tsx";
import { Countdown } from "../ui/Countdown.tsx";
import { Empty } from "../ui/Empty.tsx";
import { fullNumber } from "../ui/numbers.ts";
import { FilterBar } from "../ui/FilterBar.tsx";
import { useListView } from "../ui/list-view.ts";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { QuickSearch, type QuickSearchHandle } from "../ui/QuickSearch.tsx";
import { RecordTable } from "../ui/RecordTable.tsx";
import { useWords } from "../words/words.ts";
import { LEAD_ALSO, leadCells, WIDTHS } from "./list/lead-cells.tsx";
import { ClaimButton } from "./pool/ClaimButton.tsx";
import { Forecast } from "./pool/Forecast.tsx";
import { hiddenCells } from "./pool/hidden-cells.tsx";
import { Leaving } from "./pool/Leaving.tsx";
import { PoolSettings } from "./pool/PoolSettings.tsx";
import "./pool/pool.css";

const COLUMNS = ["name", "company", "phone", "score", "grade", "source", "industry", "city", "times_recycled", "created_at"];
const LEAVING = "leaving";
const FORECAST = "forecast";

type MyPool = MyPools["items"][number];

const claimOne = (lead: Item) => <ClaimButton lead={lead} />;

/** What I may claim and how much of my quota is left, what is about to leave me, and what will go back if nobody does anything. */
export default function Pool() {
  const t = useWords();
  const object = useObject("lead");
  const pools = useMyPools();
  const [params, setParams] = useSearchParams();
  const [settings, setSettings] = useState(false);
  if (pools.error && !pools.data) return <section className="page"><Problem error={pools.error} retry={() => void pools.refetch()} /></section>;
  if (!pools.data || !object) return <Waiting />;
  const { items, limits } = pools.data;
  const chosen = params.get("pool") ?? items[0]?.id ?? LEAVING;
  const pool = items.find((each) => each.id === chosen);
  const known = pool?.settings;
  const tabs = (
    <div className="pool-tabs">
      <Tabs
        size="small" activeKey={chosen} onChange={(key) => setParams({ pool: key }, { replace: true })}
        items={[...items.map((each) => ({ key: each.id, label: <>{each.name} <span className="quiet number">{fullNumber(each.waiting)}</span></> })), { key: LEAVING, label: t("pools:tab_leaving") }, { key: FORECAST, label: t("pools:tab_forecast") }]}
      />
      {known && <Button size="small" icon={<SettingOutlined />} onClick={() => setSettings(true)}>{t("pools:settings")}</Button>}
    </div>
  );
  return (
    <>
      {chosen === LEAVING || chosen === FORECAST
        ? <PageFrame fill title={t("nav:pool")} aside={<Quota limits={limits} />}>{tabs}{chosen === LEAVING ? <Leaving /> : <Forecast />}</PageFrame>
        : <Waits key={chosen} object={object} pool={chosen} mine={pool} limits={limits} tabs={tabs} />}
      {settings && known && <PoolSettings key={known.id} pool={known} close={() => setSettings(false)} />}
    </>
  );
}

interface WaitsProps {
  object: ObjectMeta;
  pool: string;
  mine: MyPool | undefined;
  limits: MyPools["limits"];
  tabs: React.ReactNode;
}

/** The leads that wait in one pool; what it hides before the claim shows as locked. */
function Waits({ object, pool, mine, limits, tabs }: WaitsProps) {
  const t = useWords();
  const go = useNavigate();
  const [view, change] = useListView("pool");
  const search = useRef<QuickSearchHandle>(null);
  const focusSearch = useCallback(() => search.current?.focus(), []);
  const open = useCallback((item: Item) => void go(`/leads/${item.id}`), [go]);
  const locked = mine && !mine.settings ? mine.hidden_fields : undefined;
  const cells = useMemo(() => ({ ...leadCells(t), ...hiddenCells(locked ?? [], t) }), [t, locked]);
  const seek = useCallback((q: string) => change({ q }), [change]);
  const filter: Filter = { all: [{ field: "pool_id", op: "is", value: pool }, { field: "owner_id", op: "empty" }, ...(view.filter ? [view.filter] : [])] };
  return (
    <PageFrame
      fill title={t("nav:pool")} aside={<Quota limits={limits} pool={mine} />}
      filters={<><QuickSearch ref={search} value={view.q} onChange={seek} placeholder={t("records:search", { object: t("nav:pool").toLowerCase() })} /><FilterBar object={object} filter={view.filter} onChange={(next) => change({ filter: next })} /></>}
    >
      {tabs}
      <RecordTable
        object={object} view={{ ...view, filter }} onView={(next) => change("filter" in next && next.filter === undefined ? { ...next, q: "" } : next)} defaultColumns={COLUMNS} defaultSort={["-score"]} widths={WIDTHS} rowAction={claimOne} onOpen={open} focusSearch={focusSearch} cells={cells} also={LEAD_ALSO}
        narrowed={view.q !== "" || view.filter !== undefined}
        empty={<Empty title={t("pool:empty")} text={t("pool:empty_text")} />}
      />
    </PageFrame>
  );
}

/** What is left of my quotas: of all pools together, and of this one where it has limits of its own. */
function Quota({ limits, pool }: { limits: MyPools["limits"]; pool?: MyPool | undefined }) {
  const t = useWords();
  const own = pool?.limits;
  const next = [limits.next_claim_at, own?.next_claim_at].filter((at) => typeof at === "string").sort().at(-1);
  const cooldown = pool?.cooldown_days ?? limits.cooldown_days;
  return (
    <span className="quota">
      {limits.claims_per_day === null ? <span>{t("pool:claimed_today", { n: limits.claimed_today })}</span> : <Meter label={t("pool:claims_left", { n: limits.claims_left ?? 0 })} used={limits.claimed_today} of={limits.claims_per_day} />}
      {limits.holding === null ? <span>{t("pool:held", { n: limits.held })}</span> : <Meter label={t("pool:holding_left", { n: limits.holding_left ?? 0 })} used={limits.held} of={limits.holding} />}
      {limits.cap && limits.cap.of !== "everybody" && <span className="quiet">{limits.cap.of === "team" ? t("clocks:cap_team", { team: limits.cap.team ?? "" }) : t("clocks:cap_person")}</span>}
      {limits.teams.map((room) => <Meter key={room.team} label={t("clocks:team_left", { team: room.team, n: Math.max(0, room.limit - room.held) })} used={room.held} of={room.limit} />)}
      {own && (own.claims_per_day !== null || own.holding !== null) && <span className="quiet">{t("pools:of_pool")}</span>}
      {own && own.claims_per_day !== null && <Meter label={t("pool:claims_left", { n: own.claims_left ?? 0 })} used={own.claimed_today} of={own.claims_per_day} />}
      {own && own.holding !== null && <Meter label={t("pool:holding_left", { n: own.holding_left ?? 0 })} used={own.held} of={own.holding} />}
      {next && <span>{t("pool:next_claim")} <Countdown due={next} /></span>}
      {cooldown > 0 && <span className="quiet">{t("pool:cooldown", { n: cooldown })}</span>}
      {pool && pool.freeze_days > 0 && <span className="quiet">{t("pools:freeze_note", { n: pool.freeze_days })}</span>}
    </span>
  );
}

function Meter({ label, used, of }: { label: string; used: number; of: number }) {
  return <span className="meter">{label}<Progress percent={of === 0 ? 100 : Math.min(100, (used / of) * 100)} size="small" showInfo={false} status={used >= of ? "exception" : "normal"} /><span className="quiet number">{used}/{of}</span></span>;
}
