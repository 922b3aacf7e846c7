import { PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Segmented, Select } from "antd";
import { useState } from "react";
import { usePeople, usePools, useTeams, teamsUnder } from "../manage/directory.ts";
import { useCan } from "../api/me.ts";
import { useText, useWords } from "../words/words.ts";
import { newId, type FormProps, type RouteBody, type RouteRule, type Target } from "./bodies.ts";
import { Line, moved, NameInput, RuleCard, When, WhenWords, without } from "./parts.tsx";
import { Accept, Conditions } from "./route/Conditions.tsx";
import "./route/route.css";
import { SortableRules } from "./route/SortableRules.tsx";
import { Strategy, strategyWord } from "./route/Strategy.tsx";

/** Ordered rules: the first that fits a lead and has somebody free decides who gets it. */
export function RouteForm({ body, onChange }: FormProps<RouteBody>) {
  const t = useWords();
  const text = useText();
  const can = useCan();
  const [open, setOpen] = useState<string>();
  const names = useNames();
  const rules = (next: RouteRule[]): void => onChange({ ...body, rules: next });
  const add = (): void => {
    const id = newId();
    rules([...body.rules, { id, name: { zh: t("policies:new_rule"), en: t("policies:new_rule") }, when: { all: [] }, target: { kind: "people", ids: [] }, strategy: { kind: "round_robin" } }]);
    setOpen(id);
  };
  return (
    <div className="stack">
      <p className="says">{t("policies:route_says")}</p>
      <SortableRules items={body.rules} onMove={(from, to) => rules(moved(body.rules, from, to - from))} nameOf={(rule) => text(rule.name)} fixed={!can("policy:edit")}>
        {(rule, index) => <RuleCard
          title={`${index + 1}. ${text(rule.name)}`} open={open === rule.id} onToggle={() => setOpen(open === rule.id ? undefined : rule.id)} onRemove={() => rules(without(body.rules, index))}
          onMove={(step) => rules(moved(body.rules, index, step))} first={index === 0} last={index === body.rules.length - 1}
          summary={<><WhenWords filter={rule.when} /> → {names.target(rule.target)}{["people", "team"].includes(rule.target.kind) && ` · ${t(strategyWord(rule.strategy.kind))}`}{rule.accept_within && ` · ${t("route:rule_saying_accept", { minutes: rule.accept_within.minutes })}`}</>}
        >
          <Rule rule={rule} onChange={(next) => rules(body.rules.map((each) => (each.id === rule.id ? next : each)))} />
        </RuleCard>}
      </SortableRules>
      <div><Button icon={<PlusOutlined />} onClick={add}>{t("policies:add_rule")}</Button></div>
      <section className="panel">
        <h2>{t("policies:fallback")}</h2>
        <p className="hint">{t("policies:fallback_hint")}</p>
        <div className="sentence">
          <Segmented<"pool" | "person"> value={body.fallback.kind} options={[{ value: "pool", label: t("policies:to_pool") }, { value: "person", label: t("policies:to_person") }]} onChange={(kind) => onChange({ ...body, fallback: { kind, id: (kind === "pool" ? names.pools[0]?.value : names.people[0]?.value) ?? "" } })} />
          <Select style={{ minWidth: 180 }} showSearch={{ optionFilterProp: "label" }} aria-label={t("policies:fallback")} value={body.fallback.id} options={body.fallback.kind === "pool" ? names.pools : names.people} onChange={(id) => onChange({ ...body, fallback: { ...body.fallback, id } })} />
        </div>
      </section>
    </div>
  );
}

/** People, teams and pools to choose from, and a target in words. */
export function useNames() {
  const t = useWords();
  const [people, teams, pools] = [usePeople().data ?? [], useTeams().data ?? [], usePools().data ?? []];
  const nameOf = (list: readonly { id: string; name: string }[], id: string): string => list.find((each) => each.id === id)?.name ?? "…";
  return {
    people: people.filter((person) => person.status === "active").map((person) => ({ value: person.id, label: person.name })),
    teams: teams.map((team) => ({ value: team.id, label: team.name })), pools: pools.map((pool) => ({ value: pool.id, label: pool.name })),
    pool: (id: string): string => nameOf(pools, id), person: (id: string): string => nameOf(people, id),
    members: (target: Target): string[] => {
      if (target.kind === "people") return target.ids;
      if (target.kind !== "team") return [];
      const within = target.below ? teamsUnder(teams, target.id) : new Set([target.id]);
      return people.filter((person) => person.status === "active" && within.has(person.team_id ?? "")).map((person) => person.id);
    },
    target: (target: Target): string => {
      if (target.kind === "account_owner") return t("policies:target_account_owner");
      if (target.kind === "pool") return nameOf(pools, target.id);
      if (target.kind === "team") return `${nameOf(teams, target.id)}${target.below ? t("policies:and_below") : ""}`;
      if (target.ids.length === 0) return t("policies:nobody_yet");
      return target.ids.length > 4 ? t("policies:n_people", { n: target.ids.length }) : target.ids.map((id) => nameOf(people, id)).join("、");
    },
  };
}

function Rule({ rule, onChange }: { rule: RouteRule; onChange: (rule: RouteRule) => void }) {
  const t = useWords();
  const change = (part: Partial<RouteRule>): void => onChange({ ...rule, ...part });
  const names = useNames();
  const { target } = rule;
  const retarget = (kind: Target["kind"]): void => change({ target: kind === "people" ? { kind, ids: [] } : kind === "team" ? { kind, id: names.teams[0]?.value ?? "", below: true } : kind === "pool" ? { kind, id: names.pools[0]?.value ?? "" } : { kind } });
  const hands = target.kind === "people" || target.kind === "team";
  return (
    <>
      <Line label={t("policies:rule_name")}><NameInput label={t("policies:rule_name")} name={rule.name} onChange={(name) => change({ name })} /></Line>
      <Line label={t("policies:when")}><When filter={rule.when} onChange={(when) => change({ when })} /></Line>
      <Line label={t("policies:target")}>
        <div className="stack" style={{ gap: 6 }}>
          <Segmented<Target["kind"]> value={target.kind} options={(["people", "team", "pool", "account_owner"] as const).map((kind) => ({ value: kind, label: t(`policies:target_${kind}`) }))} onChange={retarget} />
          {target.kind === "people" && <Select mode="multiple" className="wide" aria-label={t("policies:target_people")} showSearch={{ optionFilterProp: "label" }} placeholder={t("fields:pick_person")} value={target.ids} options={names.people} onChange={(ids) => change({ target: { kind: "people", ids } })} />}
          {target.kind === "team" && <div className="row"><Select style={{ minWidth: 200 }} aria-label={t("policies:target_team")} value={target.id || null} placeholder={t("fields:pick_team")} options={names.teams} onChange={(id) => id && change({ target: { ...target, id } })} /><Checkbox checked={target.below ?? false} onChange={(event) => change({ target: { ...target, below: event.target.checked } })}>{t("policies:with_below")}</Checkbox></div>}
          {target.kind === "pool" && <Select style={{ minWidth: 200 }} aria-label={t("policies:target_pool")} value={target.id || null} options={names.pools} onChange={(id) => id && change({ target: { kind: "pool", id } })} />}
        </div>
      </Line>
      {hands && <Strategy rule={rule} members={names.members(target)} name={names.person} onChange={change} />}
      {target.kind !== "pool" && <Conditions rule={rule} people={names.people} onChange={change} />}
      {hands && <Accept rule={rule} onChange={onChange} />}
    </>
  );
}
