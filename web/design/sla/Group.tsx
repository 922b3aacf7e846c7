import { Input, Select } from "antd";
import { usePeople, useRoles, useTeams } from "../../manage/directory.ts";
import { useText, useWords } from "../../words/words.ts";
import type { ClockStep } from "../bodies.ts";

type To = NonNullable<ClockStep["to"]>;

/** Whom a step tells: people, teams (everybody directly in them) and roles in one list, and how the group is called. */
export function Group({ to, onChange }: { to: To; onChange: (to: To) => void }) {
  const t = useWords();
  const text = useText();
  const people = usePeople();
  const teams = useTeams();
  const roles = useRoles().data ?? [];
  const chosen = [...to.teams, ...(to.roles ?? []), ...to.people];
  const [ofTeams, ofRoles] = [new Set((teams.data ?? []).map((team) => team.id)), new Set(roles.map((role) => role.key))];
  const put = ({ roles: some, name, ...rest }: To): void => onChange({ ...rest, ...(some?.length ? { roles: some } : {}), ...(name?.trim() ? { name } : {}) });
  return (
    <>
      <Select<string[]>
        mode="multiple" className="clock-group" value={chosen} status={chosen.length === 0 ? "error" : ""} aria-label={t("sla:group_to")} placeholder={t("clocks:group_choose")} showSearch={{ optionFilterProp: "label" }} popupMatchSelectWidth={false}
        options={[
          { label: t("sla:team"), options: (teams.data ?? []).map(({ id, name }) => ({ value: id, label: name })) },
          { label: t("clocks:role"), options: roles.map(({ key, label }) => ({ value: key, label: text(label) })) },
          { label: t("sla:person"), options: (people.data ?? []).filter(({ status, id }) => status === "active" || to.people.includes(id)).map(({ id, name }) => ({ value: id, label: name })) },
        ]}
        onChange={(ids) => put({ ...to, teams: ids.filter((id) => ofTeams.has(id)), roles: ids.filter((id) => ofRoles.has(id)), people: ids.filter((id) => !ofTeams.has(id) && !ofRoles.has(id)) })}
      />
      <Input className="clock-group-name" value={to.name ?? ""} maxLength={40} aria-label={t("clocks:group_name")} placeholder={t("clocks:group_name")} onChange={(event) => put({ ...to, name: event.target.value })} />
    </>
  );
}
