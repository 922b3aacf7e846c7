import { Radio } from "antd";
import { useCan, useMe } from "../api/me.ts";
import { useWords } from "../words/words.ts";
import type { Shared } from "./data.ts";

/** For whom a view is: what one may not choose says why by being off. */
export function ShareChoice({ value, onChange }: { value: Shared; onChange: (next: Shared) => void }) {
  const t = useWords();
  const can = useCan();
  const { person } = useMe();
  const why = { private: "", team: t(can("view:create") ? "views:for_team_off" : "views:for_all_off"), all: t("views:for_all_off") };
  const off = { private: false, team: (person.team_id === null || !can("view:create")) && value !== "team", all: !can("view:share") };
  return (
    <Radio.Group value={value} onChange={(event) => onChange(event.target.value as Shared)} className="stack" style={{ gap: 4 }}>
      {(["private", "team", "all"] as const).map((each) => (
        <Radio key={each} value={each} disabled={off[each]}>{t(`views:for_${each}`)} <span className="quiet">{off[each] ? why[each] : t(`views:for_${each}_hint`)}</span></Radio>
      ))}
    </Radio.Group>
  );
}
