import { PlusOutlined } from "@ant-design/icons";
import { Button, Select, Table, Tag } from "antd";
import { useCallback, useState } from "react";
import { useSearchParams } from "react-router";
import { useCan } from "../api/me.ts";
import { Waiting } from "../app/Waiting.tsx";
import { Empty } from "../ui/Empty.tsx";
import { PageFrame } from "../ui/PageFrame.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { Problem } from "../ui/Problem.tsx";
import { QuickSearch } from "../ui/QuickSearch.tsx";
import { useText, useWords } from "../words/words.ts";
import { teamsUnder, usePeople, useRoles, useTeams, type Person } from "./directory.ts";
import "./manage.css";
import { PersonDrawer } from "./PersonDrawer.tsx";
import { TeamTree } from "./TeamTree.tsx";

/** Who works here, in which team, with which role and how much they can take. */
export default function People() {
  const t = useWords();
  const text = useText();
  const can = useCan();
  const phone = usePhoneWidth();
  const [params, setParams] = useSearchParams();
  const [people, teams, roles] = [usePeople(), useTeams(), useRoles(can("role:read"))];
  const [open, setOpen] = useState<string | "new">();
  const put = useCallback((key: string, value: string | undefined) => setParams((now) => {
    const next = new URLSearchParams(now);
    if (value) next.set(key, value);
    else next.delete(key);
    return next;
  }, { replace: true }), [setParams]);
  const seek = useCallback((q: string) => put("q", q), [put]);
  const [team, role, status, q] = [params.get("team") ?? "", params.get("role") ?? "", params.get("status") ?? "active", params.get("q") ?? ""];
  const within = team === "" || team === "none" ? undefined : teamsUnder(teams.data ?? [], team);
  const shown = (people.data ?? []).filter((person) =>
    (within === undefined ? team !== "none" || person.team_id === null : within.has(person.team_id ?? "")) && (role === "" || person.role === role) && (status === "all" || person.status === status) &&
    `${person.name} ${person.email ?? ""} ${person.phone ?? ""}`.toLowerCase().includes(q.toLowerCase()));
  if (people.isPending || teams.isPending) return <Waiting />;
  const error = people.error ?? teams.error;
  if (error || !people.data || !teams.data) return <Problem error={error} retry={() => void Promise.all([people.refetch(), teams.refetch()])} />;
  const teamName = (id: string | null): string => teams.data.find((each) => each.id === id)?.name ?? "";
  const roleName = (key: string): string => { const found = roles.data?.find((each) => each.key === key); return found ? text(found.label) : key; };
  const caps = (person: Person): string => [person.cap_open === null ? "" : t("people:cap_open_short", { n: person.cap_open }), person.cap_daily === null ? "" : t("people:cap_daily_short", { n: person.cap_daily })].filter(Boolean).join(" · ");
  return (
    <PageFrame
      title={t("people:title")} aside={t("people:count", { n: shown.length })}
      actions={can("person:create") && <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen("new")}>{t("people:add")}</Button>}
      filters={<>
        <QuickSearch value={q} onChange={seek} placeholder={t("people:search")} />
        {roles.data && <Select value={role} className="narrow" style={{ minWidth: 130 }} aria-label={t("people:role")} options={[{ value: "", label: t("people:any_role") }, ...roles.data.map((each) => ({ value: each.key, label: text(each.label) }))]} onChange={(next) => put("role", next)} />}
        <Select value={status} style={{ minWidth: 110 }} aria-label={t("people:status")} options={(["active", "inactive", "all"] as const).map((each) => ({ value: each, label: t(`people:${each}`) }))} onChange={(next) => put("status", next === "active" ? undefined : next)} />
      </>}
    >
      <div className="split">
        <TeamTree teams={teams.data} people={people.data} chosen={team} choose={(id) => put("team", id)} />
        <div className="sheet">
          <Table<Person>
            size="small" rowKey="id" dataSource={shown} pagination={shown.length > 100 ? { pageSize: 100, showSizeChanger: false } : false} rowClassName={(person) => (person.status === "inactive" ? "row-off" : "")}
            scroll={{ x: "max-content" }} locale={{ emptyText: <Empty title={t("people:none")} text={t("people:none_text")} /> }}
            columns={[
              { title: t("people:name"), key: "name", render: (_, person) => <button type="button" className="cell-title" onClick={() => setOpen(person.id)}>{person.name}</button> },
              { title: t("people:role"), key: "role", render: (_, person) => roleName(person.role) },
              { title: t("people:team"), key: "team", render: (_, person) => teamName(person.team_id) },
              ...(phone ? [] : [
                { title: t("people:email"), key: "email", render: (_: unknown, person: Person) => person.email },
                { title: t("people:capacity"), key: "caps", render: (_: unknown, person: Person) => caps(person) },
                { title: t("people:territories"), key: "territories", render: (_: unknown, person: Person) => <Tags of={person.territories} /> },
                { title: t("people:skills"), key: "skills", render: (_: unknown, person: Person) => <Tags of={person.skills} /> },
              ]),
              { title: t("people:status"), key: "status", render: (_, person) => (person.status === "active" ? t("people:active") : <Tag>{t("people:inactive")}</Tag>) },
            ]}
          />
        </div>
      </div>
      {open !== undefined && <PersonDrawer key={open} person={people.data.find((person) => person.id === open)} team={team === "none" ? "" : team} onClose={() => setOpen(undefined)} />}
    </PageFrame>
  );
}

function Tags({ of }: { of: string[] }) {
  return <>{of.slice(0, 3).map((each) => <Tag key={each}>{each}</Tag>)}{of.length > 3 && `+${of.length - 3}`}</>;
}
