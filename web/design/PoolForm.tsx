import { PlusOutlined, SettingOutlined } from "@ant-design/icons";
import { Button, Checkbox, Select } from "antd";
import { useState } from "react";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import { useMyPools } from "../api/pools.ts";
import { useSave } from "../manage/save.ts";
import { PoolSettings } from "../work/pool/PoolSettings.tsx";
import { useWords } from "../words/words.ts";
import { DEFAULT_EXTENSION, type FormProps, type OwnPool, type PoolBody } from "./bodies.ts";
import { Count, Line } from "./parts.tsx";
import { OwnRules } from "./pool/OwnRules.tsx";
import { RecycleRules } from "./pool/RecycleRules.tsx";
import { Days, Extension, Kinds, Protection, Warnings } from "./pool/Settings.tsx";
import { TeamCaps } from "./pool/TeamCaps.tsx";
import { useNames } from "./RouteForm.tsx";
import "../work/pool/pool.css";

const ALL = "all";

/** Who may claim how much, how long a lead is protected, and when it goes back: for all pools, and what single pools have of their own. */
export function PoolForm({ body, onChange }: FormProps<PoolBody>) {
  const t = useWords();
  const can = useCan();
  const { pools } = useNames();
  const [at, setAt] = useState(ALL);
  const [settings, setSettings] = useState(false);
  const mine = useMyPools().data?.items ?? [];
  const add = useSave(() => call<{ id: string }>("POST", "/records/pool", { body: { name: t("pools:add_pool_name"), everyone: false, hidden_fields: ["phone", "email", "wechat"] } }), {
    refresh: ["pools", "records"], said: t("pools:created"), done: ({ id }) => { setAt(id); setSettings(true); },
  });
  const ownOf = (id: string): OwnPool | undefined => body.pools?.find((own) => own.id === id);
  const parts = (id: string): number => Object.keys(ownOf(id) ?? {}).filter((key) => key !== "id" && key !== "name").length;
  const put = (id: string, next: OwnPool): void => {
    const name = pools.find((pool) => pool.value === id)?.label ?? "";
    const rest = (body.pools ?? []).filter((own) => own.id !== id);
    const kept = Object.keys(next).some((key) => key !== "id" && key !== "name") ? [...rest, { ...next, name: { zh: name, en: name } }] : rest;
    const { pools: _, ...base } = body;
    onChange(kept.length > 0 ? { ...base, pools: kept } : base);
  };
  const chosen = pools.find((pool) => pool.value === at);
  const known = mine.find((pool) => pool.id === at)?.settings;
  return (
    <div className="stack">
      <div className="row" role="group" aria-label={t("pools:which")}>
        <Select
          style={{ minWidth: 220 }} aria-label={t("pools:which")} value={at} onChange={setAt}
          options={[{ value: ALL, label: t("pools:all_pools") }, ...pools.map(({ value, label }) => ({ value, label: parts(value) > 0 ? `${label} · ${t("pools:own_count", { n: parts(value) })}` : label }))]}
        />
        {known && <Button icon={<SettingOutlined />} onClick={() => setSettings(true)}>{t("pools:settings")}</Button>}
        {chosen && parts(at) > 0 && <Button type="text" onClick={() => put(at, { id: at })}>{t("pools:own_remove")}</Button>}
        {can("pool:create") && <Button icon={<PlusOutlined />} loading={add.isPending} onClick={() => add.mutate(undefined)}>{t("pools:add_pool")}</Button>}
      </div>
      <p className="hint">{chosen ? t("pools:own_hint", { name: chosen.label }) : t("pools:all_pools_hint")}</p>
      {chosen ? <OwnRules key={at} base={body} own={ownOf(at) ?? { id: at }} onChange={(next) => put(at, next)} /> : <BaseRules body={body} onChange={onChange} />}
      {settings && known && <PoolSettings key={known.id} pool={known} close={() => setSettings(false)} />}
    </div>
  );
}

function BaseRules({ body, onChange }: FormProps<PoolBody>) {
  const t = useWords();
  const put = (change: Partial<PoolBody>): void => onChange({ ...body, ...change });
  const limits = (change: Partial<PoolBody["limits"]>): void => put({ limits: { ...body.limits, ...change } });
  return (
    <>
      <section className="panel">
        <h2>{t("policies:recycle")}</h2>
        <div className="stack">
          <RecycleRules rules={body.recycle} warns={body.warn_days_before.length > 0 ? t("policies:says_warn", { days: body.warn_days_before.join("、") }) : ""} onChange={(recycle) => put({ recycle })} />
          <Warnings value={body.warn_days_before} onChange={(warn_days_before) => put({ warn_days_before })} />
          <Kinds value={body.activity_kinds} onChange={(activity_kinds) => put({ activity_kinds })} />
        </div>
      </section>
      <section className="panel"><h2>{t("policies:protection")}</h2><Protection value={body.protection} onChange={(protection) => put({ protection })} /></section>
      <section className="panel"><h2>{t("pools:extension")}</h2><p className="hint">{t("pools:extension_hint")}</p><Extension value={body.extension ?? DEFAULT_EXTENSION} onChange={(extension) => put({ extension })} /></section>
      <section className="panel">
        <h2>{t("policies:limits")}</h2>
        <div className="stack" style={{ gap: 6 }}>
          <Line label={t("policies:claims_per_day")}><div className="row"><Count label={t("policies:claims_per_day")} value={body.limits.claims_per_day} onChange={(claims_per_day) => limits({ claims_per_day })} empty={() => limits({ claims_per_day: null })} /><Checkbox checked={body.limits.released_counts} onChange={(event) => limits({ released_counts: event.target.checked })}>{t("policies:released_counts")}</Checkbox></div></Line>
          <Line label={t("policies:holding")}><div className="row"><Count label={t("policies:holding")} value={body.limits.holding} onChange={(holding) => limits({ holding })} empty={() => limits({ holding: null })} /><Checkbox checked={body.limits.count_converted} onChange={(event) => limits({ count_converted: event.target.checked })}>{t("policies:count_converted")}</Checkbox></div></Line>
          <TeamCaps value={body.limits.teams ?? []} onChange={(teams) => limits({ teams })} />
          <Line label={t("policies:min_gap")}><div className="sentence"><Count label={t("policies:min_gap")} max={86_400} value={body.limits.min_gap_seconds} onChange={(min_gap_seconds) => limits({ min_gap_seconds })} />{t("policies:seconds")}</div></Line>
          <Days label={t("policies:cooldown")} hint={t("policies:cooldown_hint")} value={body.cooldown_days} onChange={(cooldown_days) => put({ cooldown_days })} />
          <Days label={t("policies:freeze")} hint={t("policies:freeze_hint")} value={body.freeze_days} onChange={(freeze_days) => put({ freeze_days })} />
        </div>
      </section>
    </>
  );
}
