import { Checkbox, Select } from "antd";
import { useWords } from "../words/words.ts";
import { type Person, type Team, usePeople, useTeams } from "./directory.ts";

export type Cover = { to: "person" | "team"; id: string } | { to: "policy" };

/** Who takes over what falls due in a leave, and whether it comes back. */
export function CoverPicker({ person, way, id, back, onChange }: { person: string; way: Cover["to"] | "none"; id: string | undefined; back: boolean; onChange: (way: Cover["to"] | "none", id: string | undefined, back: boolean) => void }) {
  const t = useWords();
  const [people, teams] = [usePeople().data ?? [], useTeams().data ?? []];
  const options = way === "team" ? teams.map((team) => ({ value: team.id, label: team.name })) : people.filter((each) => each.status === "active" && each.id !== person).map((each) => ({ value: each.id, label: each.name }));
  return (
    <div className="row">
      <span className="quiet">{t("route:cover")}</span>
      <Select<Cover["to"] | "none"> style={{ width: 130 }} value={way} aria-label={t("route:cover")} options={(["none", "person", "team", "policy"] as const).map((each) => ({ value: each, label: t(`route:cover_${each}`) }))} onChange={(next) => onChange(next, undefined, back)} />
      {(way === "person" || way === "team") && <Select style={{ minWidth: 140 }} showSearch={{ optionFilterProp: "label" }} aria-label={t(`route:cover_${way}`)} placeholder={t(way === "team" ? "fields:pick_team" : "fields:pick_person")} value={id ?? null} options={options} onChange={(next) => onChange(way, next ?? undefined, back)} />}
      {way !== "none" && <Checkbox checked={back} onChange={(event) => onChange(way, id, event.target.checked)}>{t("route:comes_back")}</Checkbox>}
    </div>
  );
}

/** Who covers, by name. */
export function coverWords(cover: Cover, people: readonly Person[], teams: readonly Team[], t: ReturnType<typeof useWords>): string {
  if (cover.to === "policy") return t("route:covered_policy");
  const name = (cover.to === "team" ? teams : people).find((each) => each.id === cover.id)?.name ?? "…";
  return t("route:covered_by", { name });
}
