import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useTeams } from "../../manage/directory.ts";
import { useWords } from "../../words/words.ts";
import type { TeamCap } from "../bodies.ts";
import { changed, Count, Line, without } from "../parts.tsx";

/** How many leads each person of a team, and all of them together, may hold; of several caps the smallest holds. */
export function TeamCaps({ value, onChange }: { value: TeamCap[]; onChange: (value: TeamCap[]) => void }) {
  const t = useWords();
  const teams = useTeams().data ?? [];
  const taken = new Set(value.map(({ id }) => id));
  const free = teams.find(({ id }) => !taken.has(id));
  return (
    <Line label={t("clocks:team_caps")} hint={t("clocks:team_caps_hint")}>
      <div className="stack" style={{ gap: 6 }}>
        {value.map((cap, index) => {
          const set = (change: Partial<TeamCap>): void => onChange(changed(value, index, change));
          return (
            <div className="row" key={cap.id}>
              <Select<string> style={{ minWidth: 140 }} popupMatchSelectWidth={false} aria-label={t("sla:team")} value={cap.id} options={teams.filter(({ id }) => id === cap.id || !taken.has(id)).map(({ id, name }) => ({ value: id, label: name }))} onChange={(id) => set({ id })} />
              <span className="sentence">{t("clocks:team_each")}<Count label={t("clocks:team_each")} value={cap.each} onChange={(each) => set({ each })} empty={() => set({ each: null })} /></span>
              <span className="sentence">{t("clocks:team_together")}<Count label={t("clocks:team_together")} value={cap.together} onChange={(together) => set({ together })} empty={() => set({ together: null })} /></span>
              <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t("clocks:team_cap_remove")} onClick={() => onChange(without(value, index))} />
            </div>
          );
        })}
        {free && <div><Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => onChange([...value, { id: free.id, each: null, together: null }])}>{t("clocks:team_cap_add")}</Button></div>}
      </div>
    </Line>
  );
}
