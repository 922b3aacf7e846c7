import { ClockCircleOutlined, EditOutlined, RollbackOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import dayjs from "dayjs";
import { useMemo } from "react";
import { Link, useSearchParams } from "react-router";
import { ask } from "../../actions/ask.ts";
import { useLeaving, type Leaving as LeavingOf } from "../../api/pools.ts";
import { nameIn, type Item } from "../../api/records.ts";
import { Countdown } from "../../ui/Countdown.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { Phone } from "../../ui/Phone.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { useText, useWords } from "../../words/words.ts";
import { leadName } from "../ask/Sheets.tsx";
import { wallClock, wallNow } from "../../ui/moment.ts";

type Whose = "mine" | "team";

/** Mine or my team's, as the address says. */
export function useWhose(usual: Whose): [Whose, (whose: Whose) => void] {
  const [params, setParams] = useSearchParams();
  const whose = params.get("whose");
  return [whose === "mine" || whose === "team" ? whose : usual, (next) => setParams((before) => { before.set("whose", next); return before; }, { replace: true })];
}

export function WhoseSwitch({ whose, onChange }: { whose: Whose; onChange: (whose: Whose) => void }) {
  const t = useWords();
  return <Segmented<Whose> value={whose} options={[{ value: "mine", label: t("pools:mine") }, { value: "team", label: t("pools:team") }]} onChange={onChange} />;
}

const DAYS = 7;

/** The work-list of leads about to go back to a pool: day by day, each with why, and the three things to do about it. */
export function Leaving() {
  const t = useWords();
  const [whose, setWhose] = useWhose("mine");
  const list = useLeaving(whose, DAYS);
  const byDay = useMemo(() => Map.groupBy(list.data?.items ?? [], (item) => { const day = wallClock(item.at).format("YYYY-MM-DD"); const today = wallNow().format("YYYY-MM-DD"); return day < today ? today : day; }), [list.data]);
  if (list.error && !list.data) return <Problem error={list.error} retry={() => void list.refetch()} />;
  return (
    <div className="leaving">
      <div className="pool-line"><WhoseSwitch whose={whose} onChange={setWhose} /></div>
      {!list.data && <div className="list-waiting" role="status" aria-busy="true" />}
      {list.data?.items.length === 0 && <Empty title={t("pools:leaving_none", { days: DAYS })} text={t("pools:leaving_none_text")} />}
      {[...byDay].map(([date, items]) => (
        <section key={date} className="panel leaving-day">
          <h2>{dayName(date, t)}<small>{t("pools:day_leads", { n: list.data?.days.find((day) => day.date === date)?.leads ?? items.length })}</small></h2>
          <ul>{items.map((item) => <Row key={item.lead.id} item={item} owner={whose === "team"} />)}</ul>
        </section>
      ))}
      {list.data && list.data.total > list.data.items.length && <p className="hint">{t("pools:leaving_more", { n: list.data.items.length, total: list.data.total })}</p>}
    </div>
  );
}

function dayName(date: string, t: ReturnType<typeof useWords>): string {
  const days = dayjs(date).diff(wallNow().startOf("day"), "day");
  const name = dayjs(date).format("MM-DD dddd");
  return days <= 0 ? t("pools:today") : days === 1 ? `${t("pools:tomorrow")} · ${name}` : name;
}

function Row({ item, owner }: { item: LeavingOf["items"][number]; owner: boolean }) {
  const t = useWords();
  const text = useText();
  const lead = item.lead as unknown as Item;
  const may = (verb: string): boolean => lead.abilities?.includes(verb) ?? false;
  const { used, times } = item.extension;
  return (
    <li className="leaving-row">
      <span className="leaving-score number">{typeof lead.score === "number" ? lead.score : "–"}</span>
      <div className="leaving-who">
        <Link className="cell-title" to={`/leads/${lead.id}`}>{leadName(lead, t("records:no_name"))}</Link>
        <span className="quiet">{[owner && nameIn(lead, "owner_id"), item.explain.slice(1).map(text).join("；") || text(item.explain[0] ?? { zh: "", en: "" }), used > 0 && t("pools:extended_n", { used, times })].filter(Boolean).join(" · ")}</span>
      </div>
      <span className="leaving-phone">{typeof lead.phone === "string" && <Phone value={lead.phone} />}</span>
      <span className="leaving-due"><Countdown due={item.at} /></span>
      <span className="leaving-do">
        {may("log") && <Button size="small" type="primary" ghost icon={<EditOutlined />} onClick={() => ask({ kind: "log", lead })}>{t("pools:follow_up")}</Button>}
        {may("extend") && <Button size="small" icon={<ClockCircleOutlined />} onClick={() => ask({ kind: "extend", leads: [lead] })}>{t("actions:extend")}</Button>}
        {may("release") && <Button size="small" type="text" icon={<RollbackOutlined />} onClick={() => ask({ kind: "release", leads: [lead] })}>{t("pools:give_back")}</Button>}
      </span>
    </li>
  );
}

/** On My day: how many of my leads go back by tomorrow, one click from the list. */
export function LeavingStrip() {
  const t = useWords();
  const soon = useLeaving("mine", 1).data?.total ?? 0;
  return soon > 0 ? <p className="leaving-strip" role="status"><ClockCircleOutlined /> {t("pools:soon_strip", { n: soon })} <Link to="/pool?pool=leaving">{t("pools:see")}</Link></p> : null;
}
