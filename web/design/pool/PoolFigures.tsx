import { fullNumber } from "../../ui/numbers.ts";
import { useWords } from "../../words/words.ts";
import "../../work/pool/pool.css";

interface BeforeAfter {
  before: number;
  after: number;
}

/** What a trial of pool rules tells besides the difference lead by lead. */
export interface PoolTrial {
  recycled: Record<"tomorrow" | "week" | "never", BeforeAfter>;
  people: { id: string; name: string; tomorrow: BeforeAfter; week: BeforeAfter }[];
  limits: { full: BeforeAfter; claims_refused: BeforeAfter; claims: number };
}

const MOST = 12;

/** How many leads would go back by when, whose they are, and what the limits would have refused: now and by the draft. */
export function PoolFigures({ answer, days }: { answer: PoolTrial; days: number }) {
  const t = useWords();
  const { recycled, people, limits } = answer;
  return (
    <>
      <table className="forecast-table">
        <tbody>
          {(["tomorrow", "week", "never"] as const).map((each) => <tr key={each}><td>{t(`pools:sim_${each}`)}</td><td className="number"><Change {...recycled[each]} /></td></tr>)}
          <tr><td>{t("pools:sim_full")}</td><td className="number"><Change {...limits.full} /></td></tr>
          <tr><td>{t("pools:sim_claims", { n: fullNumber(limits.claims), days })}</td><td className="number"><Change {...limits.claims_refused} /></td></tr>
        </tbody>
      </table>
      <p className="hint">{t("clocks:trial_protection")}</p>
      {people.length > 0 && (
        <table className="forecast-table">
          <thead><tr><th>{t("pools:by_person")}</th><th>{t("pools:tomorrow")}</th><th>{t("pools:within_week")}</th></tr></thead>
          <tbody>{people.slice(0, MOST).map(({ id, name, tomorrow, week }) => <tr key={id}><td>{name}</td><td className="number"><Change {...tomorrow} /></td><td className="number"><Change {...week} /></td></tr>)}</tbody>
        </table>
      )}
    </>
  );
}

function Change({ before, after }: BeforeAfter) {
  return <>{fullNumber(before)} → <b className={after === before ? "" : after > before ? "up" : "down"}>{fullNumber(after)}</b></>;
}
