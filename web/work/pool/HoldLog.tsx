import { Button } from "antd";
import { useState } from "react";
import { useHolds } from "../../api/pools.ts";
import { useWords, type Say } from "../../words/words.ts";
import "./pool.css";
import { exactTime, wallClock } from "../../ui/moment.ts";

const HOWS = ["claim", "assign", "transfer", "create", "release", "recycle", "sla_return", "route", "import", "rule", "pool", "closed"] as const;
const FEW = 3;

function howName(how: string, t: Say): string {
  const known = HOWS.find((each) => each === how);
  return known ? t(`leads:how_${known}`) : how === "removed" || how === "restored" ? t(`pools:how_${how}`) : t("pools:how_other");
}

/** Every hold of a lead: who, from when to when, how it began and ended, by whom and why; and who put its recycling off. */
export function HoldLog({ lead }: { lead: string }) {
  const t = useWords();
  const [all, setAll] = useState(false);
  const log = useHolds(lead).data;
  if (!log || log.items.length === 0) return null;
  const day = (at: string): string => exactTime(at);
  return (
    <section className="side-card" aria-label={t("pools:hold_log")}>
      <h2>{t("pools:hold_log")}<span className="quiet hold-counts">{t("pools:hold_counts", { claimed: log.times_claimed, recycled: log.times_recycled })}</span></h2>
      <ol className="holds">
        {log.items.slice(0, all ? undefined : FEW).map((hold) => (
          <li key={hold.id}>
            <b>{hold.owner ? hold.owner.name : hold.pool?.name}</b> <span className="quiet">{howName(hold.how, t)}</span>
            <div className="quiet number">{day(hold.from)} – {hold.to ? day(hold.to) : t("pools:hold_now")}</div>
            {hold.why && hold.owner && <div className="hold-why">{hold.why}</div>}
            {hold.extensions.map((each) => <div key={each.at} className="hold-why">{t("pools:extension_line", { by: each.by?.name ?? "–", days: each.days, until: wallClock(each.until).format("MM-DD"), reason: each.reason })}</div>)}
            {hold.ended_how && hold.owner && <div className="hold-why">{t("pools:ended", { how: [howName(hold.ended_how, t), hold.ended_by?.name, hold.ended_why].filter(Boolean).join(" · ") })}</div>}
          </li>
        ))}
      </ol>
      {log.items.length > FEW && <Button type="link" size="small" onClick={() => setAll(!all)}>{all ? t("pools:hold_less") : t("pools:hold_more", { n: log.items.length })}</Button>}
    </section>
  );
}
