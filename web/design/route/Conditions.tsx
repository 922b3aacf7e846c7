import { Checkbox, Select } from "antd";
import { usePeople } from "../../manage/directory.ts";
import { useWords } from "../../words/words.ts";
import type { RouteRule } from "../bodies.ts";
import { Count, Line, Minutes } from "../parts.tsx";

const FIELDS = ["product_line", "industry", "source"] as const;

/** Who of the people of a rule may get a lead at all. */
export function Conditions({ rule, people, onChange }: { rule: RouteRule; people: { value: string; label: string }[]; onChange: (change: Partial<RouteRule>) => void }) {
  const t = useWords();
  const known = [...new Set((usePeople().data ?? []).flatMap((person) => person.skills))].sort();
  const hands = rule.target.kind === "people" || rule.target.kind === "team";
  return (
    <Line label={t("policies:only_if")}>
      <div className="stack" style={{ gap: 6 }}>
        <Checkbox checked={rule.territory ?? false} onChange={(event) => onChange({ territory: event.target.checked })}>{t("route:territory")}</Checkbox>
        <Checkbox checked={rule.in_shift ?? false} onChange={(event) => onChange({ in_shift: event.target.checked })}>{t("route:in_shift")}</Checkbox>
        <div className="row">{t("policies:skills")}<Select mode="tags" style={{ minWidth: 220 }} aria-label={t("policies:skills")} placeholder={t("policies:skills_any")} value={rule.skills ?? []} options={known.map((value) => ({ value }))} onChange={(skills: string[]) => onChange({ skills })} /></div>
        <div className="row">{t("route:skills_of")}<Select mode="multiple" style={{ minWidth: 200 }} aria-label={t("route:skills_of")} placeholder={t("route:skills_of_none")} value={rule.skills_of ?? []} options={FIELDS.map((field) => ({ value: field, label: t(`route:skills_of_${field}`) }))} onChange={(skills_of: RouteRule["skills_of"] & {}) => onChange({ skills_of })} /></div>
        {hands && <div className="row">{t("policies:except")}<Select mode="multiple" style={{ minWidth: 220 }} aria-label={t("policies:except")} showSearch={{ optionFilterProp: "label" }} placeholder={t("policies:except_nobody")} value={rule.except ?? []} options={people} onChange={(except: string[]) => onChange({ except })} /></div>}
      </div>
    </Line>
  );
}

/** How long whoever gets a lead has to accept it. */
export function Accept({ rule, onChange }: { rule: RouteRule; onChange: (rule: RouteRule) => void }) {
  const t = useWords();
  const limit = rule.accept_within;
  const put = (accept_within: RouteRule["accept_within"] & {}): void => onChange({ ...rule, accept_within });
  const without = (): void => {
    const { accept_within: _, ...rest } = rule;
    onChange(rest);
  };
  return (
    <Line label={t("route:accept")} {...(limit ? { hint: t("route:accept_hint") } : {})}>
      <div className="stack" style={{ gap: 6 }}>
        <Checkbox checked={limit !== undefined} onChange={(event) => (event.target.checked ? put({ minutes: 30, time: "business" }) : without())}>{t("route:accept_on")}</Checkbox>
        {limit && (
          <>
            <div className="sentence">
              {t("route:accept_within")}<Minutes value={limit.minutes} label={t("route:accept")} onChange={(minutes) => put({ ...limit, minutes })} />
              <Select<"business" | "wall"> style={{ width: 120 }} value={limit.time} aria-label={`${t("route:accept")} ${t("policies:unit")}`} options={(["business", "wall"] as const).map((time) => ({ value: time, label: t(`route:accept_${time}`) }))} onChange={(time) => put({ ...limit, time })} />{t("route:accept_else")}
            </div>
            <div className="sentence">{t("route:most_missed_on")}<Count value={limit.most_missed ?? null} min={1} max={1_000} label={t("route:most_missed_on")} onChange={(most_missed) => put({ ...limit, most_missed })} empty={() => put({ minutes: limit.minutes, time: limit.time })} />{t("route:most_missed_after")}</div>
          </>
        )}
      </div>
    </Line>
  );
}
