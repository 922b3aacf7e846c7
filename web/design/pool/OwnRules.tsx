import { Switch } from "antd";
import type { ReactNode } from "react";
import { useObject } from "../../api/objects.ts";
import { useText, useWords } from "../../words/words.ts";
import { DEFAULT_EXTENSION, type OwnPool, type PoolBody } from "../bodies.ts";
import { Count, Line } from "../parts.tsx";
import { RecycleRules } from "./RecycleRules.tsx";
import { Days, Extension, Kinds, Protection, Warnings } from "./Settings.tsx";

interface Props {
  base: PoolBody;
  own: OwnPool;
  onChange: (own: OwnPool) => void;
}

/** What one pool has of its own, part by part; each part follows all pools until it is switched to its own. */
export function OwnRules({ base, own, onChange }: Props) {
  const t = useWords();
  const text = useText();
  const kinds = useObject("activity")?.fields.find((field) => field.key === "kind")?.choices ?? [];
  const put = (change: Partial<OwnPool>): void => onChange({ ...own, ...change });
  const part = <K extends Exclude<keyof OwnPool, "id" | "name">>(key: K, title: string, says: string, start: NonNullable<OwnPool[K]>, draw: (value: NonNullable<OwnPool[K]>) => ReactNode) => {
    const value = own[key];
    const drop = (): void => { const { [key]: _, ...rest } = own; onChange(rest as OwnPool); };
    return (
      <section className="panel" aria-label={title}>
        <div className="panel-head"><h2>{title}</h2><span className="row row-end"><span className="quiet">{t("pools:own_on")}</span><Switch size="small" checked={value !== undefined} aria-label={`${title} ${t("pools:own_on")}`} onChange={(on) => (on ? put({ [key]: start } as Partial<OwnPool>) : drop())} /></span></div>
        {value === undefined ? <p className="hint">{t("pools:same_as_all", { says })}</p> : draw(value as NonNullable<OwnPool[K]>)}
      </section>
    );
  };
  const warns = (days: number[]): string => (days.length > 0 ? t("pools:says_warn", { days: days.join("、") }) : t("pools:says_no_warn"));
  const extension = base.extension ?? DEFAULT_EXTENSION;
  const days = own.warn_days_before ?? base.warn_days_before;
  const { limits = {} } = own;
  const limit = (change: OwnPool["limits"]): void => put({ limits: { ...limits, ...change } });
  return (
    <>
      {part("recycle", t("policies:recycle"), base.recycle.filter((rule) => !rule.off).map((rule) => text(rule.name)).join("、") || t("pools:says_no_recycle"), base.recycle, (rules) => <RecycleRules rules={rules} warns={days.length > 0 ? t("policies:says_warn", { days: days.join("、") }) : ""} onChange={(recycle) => put({ recycle })} />)}
      {part("limits", t("pools:limits_own"), t("pools:says_limits"), { claims_per_day: 5, holding: null, min_gap_seconds: 0 }, () => (
        <div className="stack" style={{ gap: 6 }}>
          <p className="hint">{t("pools:limits_own_hint")}</p>
          <Line label={t("policies:claims_per_day")}><Count label={t("policies:claims_per_day")} value={limits.claims_per_day ?? null} onChange={(claims_per_day) => limit({ claims_per_day })} empty={() => limit({ claims_per_day: null })} /></Line>
          <Line label={t("policies:holding")}><Count label={t("policies:holding")} value={limits.holding ?? null} onChange={(holding) => limit({ holding })} empty={() => limit({ holding: null })} /></Line>
          <Line label={t("policies:min_gap")}><div className="sentence"><Count label={t("policies:min_gap")} max={86_400} value={limits.min_gap_seconds ?? 0} onChange={(min_gap_seconds) => limit({ min_gap_seconds })} />{t("policies:seconds")}</div></Line>
        </div>
      ))}
      {part("cooldown_days", t("policies:cooldown"), t("pools:says_days", { n: base.cooldown_days }), base.cooldown_days, (value) => <Days label={t("policies:cooldown")} hint={t("policies:cooldown_hint")} value={value} onChange={(cooldown_days) => put({ cooldown_days })} />)}
      {part("freeze_days", t("policies:freeze"), t("pools:says_days", { n: base.freeze_days }), base.freeze_days, (value) => <Days label={t("policies:freeze")} hint={t("policies:freeze_hint")} value={value} onChange={(freeze_days) => put({ freeze_days })} />)}
      {part("protection", t("policies:protection"), t("policies:protection_says", { days: base.protection.days, activity: base.protection.activity_days, max: base.protection.max_days ?? t("people:unlimited") }), base.protection, (value) => <Protection value={value} onChange={(protection) => put({ protection })} />)}
      {part("extension", t("pools:extension"), t("pools:says_extension", { ...extension }), extension, (value) => <Extension value={value} onChange={(next) => put({ extension: next })} />)}
      {part("warn_days_before", t("pools:warnings"), warns(base.warn_days_before), base.warn_days_before, (value) => <Warnings value={value} onChange={(warn_days_before) => put({ warn_days_before })} />)}
      {part("activity_kinds", t("pools:kinds"), kinds.filter((kind) => base.activity_kinds.includes(kind.value)).map((kind) => text(kind.label)).join("、"), base.activity_kinds, (value) => <Kinds value={value} onChange={(activity_kinds) => put({ activity_kinds })} />)}
    </>
  );
}
