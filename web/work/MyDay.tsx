import { useEffect, useMemo, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { offerList } from "../actions/list.ts";
import { useMe } from "../api/me.ts";
import { useMyDay, type DayItem } from "../api/my-day.ts";
import type { Item } from "../api/records.ts";
import { recordAddress } from "../app/pages.tsx";
import { Waiting } from "../app/Waiting.tsx";
import { Empty } from "../ui/Empty.tsx";
import { KeyHint } from "../ui/KeyHint.tsx";
import { PageFrame } from "../ui/PageFrame.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { Problem } from "../ui/Problem.tsx";
import { useWords } from "../words/words.ts";
import { LeavingStrip } from "./pool/Leaving.tsx";
import { Offers } from "./offers/Offers.tsx";
import { DayRow } from "./day/DayRow.tsx";
import { NUMBERS } from "./day/numbers.ts";
import "./pool/pool.css";

/** Who to call next and why: one ordered list, the numbers of today above it, everything done without leaving. */
export default function MyDay() {
  const t = useWords();
  const go = useNavigate();
  const phone = usePhoneWidth();
  const { person } = useMe();
  const [params] = useSearchParams();
  const show = params.get("show");
  const day = useMyDay();
  const [at, setAt] = useState(0);
  const items = useMemo(() => (day.data?.items ?? []).filter((item) => shownBy(item, show)), [day.data, show]);
  // What is done leaves the list and the next one moves up under the cursor.
  const here = Math.min(at, Math.max(0, items.length - 1));
  const focused = items[here];
  useEffect(() => {
    const lead = focused?.lead ? ({ ...focused.lead, version: 0 } as Item) : undefined;
    return offerList({
      object: "lead", selected: [], focused: lead,
      move: (step) => setAt(Math.max(0, Math.min(items.length - 1, here + step))),
      open: () => focused && void go(addressOf(focused)),
    });
  }, [focused, here, items.length, go]);
  if (day.isPending) return <Waiting />;
  if (!day.data) return <section className="page"><Problem error={day.error} retry={() => void day.refetch()} /></section>;
  const { numbers } = day.data;
  return (
    <PageFrame title={t("nav:my_day")} aside={t("leads:hello", { name: person.name })} actions={!phone && items.length > 0 && <span className="quiet day-keys"><KeyHint shortcut="j" /><KeyHint shortcut="k" /> {t("leads:keys_move")} <KeyHint shortcut="enter" /> {t("actions:open")} <KeyHint shortcut="c" /> {t("leads:call")} <KeyHint shortcut="l" /> {t("leads:log_short")} <KeyHint shortcut="t" /> {t("actions:add_task")}</span>}>
      <nav className="day-numbers" aria-label={t("leads:numbers")}>
        {NUMBERS.map(({ key, label, to, urgent }) => (
          <Link key={key} to={to} className={urgent && numbers[key] > 0 ? "day-number day-number-urgent" : "day-number"} aria-current={to.endsWith(`show=${show ?? "-"}`) ? "page" : undefined}><b className="number">{numbers[key]}</b><span>{t(label)}</span></Link>
        ))}
      </nav>
      <LeavingStrip />
      <Offers />
      {show && <p className="day-narrowed">{t(show === "respond" ? "leads:only_respond" : "leads:only_overdue")} <Link to="/my-day">{t("leads:show_all")}</Link></p>}
      {items.length === 0 && (show
        ? <Empty title={t("leads:day_none_here")} text={t("leads:day_none_here_text")} />
        : <Empty title={t("leads:day_empty")} text={t("leads:day_empty_text")} action={{ label: t("leads:day_to_pool"), run: () => void go("/pool") }} />)}
      {items.length > 0 && (
        <ol className="day">
          {items.map((item, index) => <DayRow key={item.lead?.id ?? item.task?.id ?? index} item={item} focused={!phone && index === here} onFocus={() => setAt(index)} onOpen={() => void go(addressOf(item))} />)}
        </ol>
      )}
    </PageFrame>
  );
}

function shownBy(item: DayItem, show: string | null): boolean {
  if (show === "respond") return item.why.some((reason) => reason.code.startsWith("response_"));
  if (show === "overdue") return item.why.some((reason) => reason.code.endsWith("_overdue"));
  return true;
}

function addressOf({ lead, task }: DayItem): string {
  if (lead) return recordAddress("lead", lead.id);
  return task ? recordAddress("task", task.id) : "/tasks";
}
