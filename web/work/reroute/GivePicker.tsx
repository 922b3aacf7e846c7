import { useQuery } from "@tanstack/react-query";
import { Radio, Select } from "antd";
import { useState } from "react";
import type { Text } from "../../../core/refusal.ts";
import { call } from "../../api/call.ts";
import { useCan } from "../../api/me.ts";
import { usePeople, usePools } from "../../manage/directory.ts";
import { useText, useWords } from "../../words/words.ts";
import type { GiveLeads } from "./handovers.ts";

interface Published {
  published: { body: { rules: { id: string; name: Text; target: { kind: string } }[] } } | null;
}

const WAYS = ["policy", "rule", "even", "person", "pool"] as const;

/** To whom leads go, without one person where somebody hands theirs over; says null while something is still to be chosen. */
export function GivePicker({ onChange, without, first = "policy" }: { onChange: (give: GiveLeads | null) => void; without?: string; first?: GiveLeads["by"] }) {
  const t = useWords();
  const text = useText();
  const can = useCan();
  const [way, setWay] = useState<GiveLeads["by"]>(first);
  const [ids, setIds] = useState<string[]>([]);
  const [people, pools] = [usePeople(), usePools()];
  const policy = useQuery({ queryKey: ["policy", "route"], queryFn: () => call<Published>("GET", "/policies/route"), enabled: can("policy:read") });
  const persons = (people.data ?? []).filter((person) => person.status === "active" && person.id !== without).map((person) => ({ value: person.id, label: person.name }));
  const rules = (policy.data?.published?.body.rules ?? []).filter((rule) => rule.target.kind !== "pool").map((rule) => ({ value: rule.id, label: text(rule.name) }));
  const say = (by: GiveLeads["by"], chosen: string[]): void => {
    setWay(by);
    setIds(chosen);
    const [id] = chosen;
    onChange(by === "policy" ? { by } : id === undefined ? null : by === "even" ? { by, ids: chosen } : by === "rule" ? { by, rule: id } : { by, id });
  };
  const choice = { className: "wide", showSearch: { optionFilterProp: "label" } };
  return (
    <div className="stack" style={{ gap: 8 }}>
      <Radio.Group className="give-ways" value={way} onChange={(event) => say(event.target.value as GiveLeads["by"], [])} options={WAYS.filter((by) => by !== "rule" || rules.length > 0).map((by) => ({ value: by, label: t(`route:by_${by}`) }))} />
      {way === "rule" && <Select {...choice} aria-label={t("route:choose_rule")} placeholder={t("route:choose_rule")} value={ids[0] ?? null} options={rules} onChange={(id) => say("rule", id ? [id] : [])} />}
      {way === "person" && <Select {...choice} aria-label={t("route:choose_person")} placeholder={t("route:choose_person")} value={ids[0] ?? null} options={persons} onChange={(id) => say("person", id ? [id] : [])} />}
      {way === "even" && <Select {...choice} mode="multiple" aria-label={t("route:choose_people")} placeholder={t("route:choose_people")} value={ids} options={persons} onChange={(chosen: string[]) => say("even", chosen)} />}
      {way === "pool" && <Select {...choice} aria-label={t("route:choose_pool")} placeholder={t("route:choose_pool")} value={ids[0] ?? null} options={(pools.data ?? []).map((pool) => ({ value: pool.id, label: pool.name }))} onChange={(id) => say("pool", id ? [id] : [])} />}
    </div>
  );
}
