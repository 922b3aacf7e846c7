import { Select } from "antd";
import { useObject } from "../../api/objects.ts";
import { useText, useWords } from "../../words/words.ts";
import type { PoolBody } from "../bodies.ts";
import { Count, Line } from "../parts.tsx";

interface Of<V> {
  value: V;
  onChange: (value: V) => void;
}

/** How many days before a lead goes its owner is told. */
export function Warnings({ value, onChange }: Of<number[]>) {
  const t = useWords();
  const put = (days: string[]): void => onChange([...new Set(days.map(Number).filter((day) => Number.isInteger(day) && day > 0))].sort((a, b) => b - a).slice(0, 10));
  return (
    <Line label={t("policies:warn")} hint={t("policies:warn_hint")}>
      <div className="sentence">{t("policies:before_days")}<Select mode="tags" style={{ minWidth: 140 }} open={false} suffixIcon={null} aria-label={t("policies:warn")} tokenSeparators={[",", "，", "、", " "]} value={value.map(String)} onChange={put} />{t("policies:days")}</div>
    </Line>
  );
}

/** Which activities count as follow-up. */
export function Kinds({ value, onChange }: Of<string[]>) {
  const t = useWords();
  const text = useText();
  const kinds = useObject("activity")?.fields.find((field) => field.key === "kind")?.choices ?? [];
  return <Line label={t("policies:follow_up_is")} hint={t("policies:follow_up_hint")}><Select mode="multiple" className="wide" aria-label={t("policies:follow_up_is")} value={value} options={kinds.map((kind) => ({ value: kind.value, label: text(kind.label) }))} onChange={onChange} /></Line>;
}

/** How long a lead is its owner's alone. */
export function Protection({ value, onChange }: Of<PoolBody["protection"]>) {
  const t = useWords();
  const put = (change: Partial<PoolBody["protection"]>): void => onChange({ ...value, ...change });
  return (
    <div className="stack" style={{ gap: 6 }}>
      <p className="says">{t("policies:protection_says", { days: value.days, activity: value.activity_days, max: value.max_days ?? t("people:unlimited") })}</p>
      <Line label={t("policies:protect_days")}><div className="sentence"><Count label={t("policies:protect_days")} value={value.days} onChange={(days) => put({ days })} />{t("policies:days")}</div></Line>
      <Line label={t("policies:protect_activity")}><div className="sentence"><Count label={t("policies:protect_activity")} value={value.activity_days} onChange={(activity_days) => put({ activity_days })} />{t("policies:days")}</div></Line>
      <Line label={t("policies:protect_max")}><div className="sentence"><Count label={t("policies:protect_max")} value={value.max_days} onChange={(max_days) => put({ max_days })} empty={() => put({ max_days: null })} />{t("policies:days")}</div></Line>
    </div>
  );
}

/** How often and how long owners put recycling off by themselves. */
export function Extension({ value, onChange }: Of<{ times: number; days: number }>) {
  const t = useWords();
  return (
    <div className="stack" style={{ gap: 6 }}>
      <Line label={t("pools:extension_times")}><div className="sentence"><Count max={100} label={t("pools:extension_times")} value={value.times} onChange={(times) => onChange({ ...value, times })} />{t("pools:times")}</div></Line>
      <Line label={t("pools:extension_days")}><div className="sentence"><Count min={1} max={365} label={t("pools:extension_days")} value={value.days} onChange={(days) => onChange({ ...value, days })} />{t("policies:days")}</div></Line>
    </div>
  );
}

/** A number of days. */
export function Days({ value, onChange, label, hint }: Of<number> & { label: string; hint: string }) {
  const t = useWords();
  return <Line label={label} hint={hint}><div className="sentence"><Count label={label} max={3_650} value={value} onChange={onChange} />{t("policies:days")}</div></Line>;
}
