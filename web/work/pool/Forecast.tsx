import { Link } from "react-router";
import type { Filter } from "../../../core/language/types.ts";
import { useCan } from "../../api/me.ts";
import { useForecast, type Forecast as ForecastOf } from "../../api/pools.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Money } from "../../ui/Money.tsx";
import { fullNumber } from "../../ui/numbers.ts";
import { Problem } from "../../ui/Problem.tsx";
import { useText, useWords } from "../../words/words.ts";
import { WhoseSwitch, useWhose } from "./Leaving.tsx";
import dayjs from "dayjs";

type Line = ForecastOf["week"]["people"][number];
type Sum = Pick<Line, "leads" | "budget" | "expected" | "filter">;

const address = (filter: unknown): string => `/leads?filter=${encodeURIComponent(JSON.stringify(filter as Filter))}`;

/** What goes back if nobody does anything: how many, whose, worth what, by which rule; every number opens its leads. */
export function Forecast() {
  const t = useWords();
  const can = useCan();
  const [whose, setWhose] = useWhose(can("lead:assign") ? "team" : "mine");
  const forecast = useForecast(whose);
  if (forecast.error && !forecast.data) return <Problem error={forecast.error} retry={() => void forecast.refetch()} />;
  const { data } = forecast;
  const most = Math.max(1, ...(data?.days ?? []).map((day) => day.leads));
  return (
    <div className="leaving">
      <div className="pool-line"><WhoseSwitch whose={whose} onChange={setWhose} /><span className="quiet">{t("pools:forecast_says")}</span></div>
      {!data && <div className="list-waiting" role="status" aria-busy="true" />}
      {data?.week.leads === 0 && <Empty title={t("pools:forecast_none")} text={t("pools:forecast_none_text")} />}
      {data && data.week.leads > 0 && (
        <>
          <div className="forecast-sums">
            <Total label={t("pools:until_tomorrow")} sum={data.tomorrow} urgent />
            <Total label={t("pools:within_week")} sum={data.week} />
            <section className="panel forecast-days" aria-label={t("pools:by_day")}>
              {data.days.map((day) => (
                <Link key={day.date} to={address(day.filter)} title={`${day.date} · ${fullNumber(day.leads)}`}>
                  <b className="number">{day.leads || ""}</b><i style={{ height: `${Math.round((day.leads / most) * 56)}px` }} /><small>{dayjs(day.date).format("MM-DD")}</small>
                </Link>
              ))}
            </section>
          </div>
          <div className="forecast-lists">
            <Lines title={t("pools:by_person")} lines={data.week.people} soon={data.tomorrow.people} />
            <Lines title={t("pools:by_team")} lines={data.week.teams} soon={data.tomorrow.teams} unnamed={t("pools:no_team")} />
            <Lines title={t("pools:by_rule")} lines={data.week.rules} soon={data.tomorrow.rules} />
            <Lines title={t("pools:by_pool")} lines={data.week.pools} soon={data.tomorrow.pools} />
          </div>
          {data.limited && <p className="hint">{t("pools:limited")}</p>}
        </>
      )}
    </div>
  );
}

function Total({ label, sum, urgent = false }: { label: string; sum: Sum; urgent?: boolean }) {
  const t = useWords();
  return (
    <Link className={urgent && sum.leads > 0 ? "panel forecast-total forecast-urgent" : "panel forecast-total"} to={address(sum.filter)}>
      <span className="quiet">{label}</span>
      <b className="number">{fullNumber(sum.leads)}</b>
      {sum.budget !== null && <span className="quiet">{t("pools:worth")} <Money value={sum.budget} short /></span>}
      {sum.expected !== null && sum.expected > 0 && <span className="quiet">{t("pools:expected")} <Money value={sum.expected} short /></span>}
    </Link>
  );
}

const MOST_LINES = 12;

/** Lines of the week, each with how many of them go by tomorrow. */
function Lines({ title, lines, soon, unnamed = "" }: { title: string; lines: Line[]; soon: Line[]; unnamed?: string }) {
  const t = useWords();
  const text = useText();
  const named = (line: Line): string => (typeof line.name === "string" ? line.name : text(line.name)) || unnamed || "–";
  return (
    <section className="panel">
      <h2>{title}</h2>
      <table className="forecast-table">
        <thead><tr><th /><th>{t("pools:tomorrow")}</th><th>{t("pools:within_week")}</th><th>{t("pools:worth")}</th></tr></thead>
        <tbody>
          {lines.slice(0, MOST_LINES).map((line) => (
            <tr key={line.id ?? ""}>
              <td>{named(line)}</td>
              <td className="number"><Open line={soon.find((each) => each.id === line.id)} /></td>
              <td className="number"><Open line={line} /></td>
              <td className="number quiet">{line.budget === null ? "–" : <Money value={line.budget} short />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Open({ line }: { line: Sum | undefined }) {
  if (!line || line.leads === 0) return <span className="faint">0</span>;
  return line.filter ? <Link to={address(line.filter)}>{fullNumber(line.leads)}</Link> : <>{fullNumber(line.leads)}</>;
}
