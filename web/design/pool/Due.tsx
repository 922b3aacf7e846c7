import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Segmented, Select } from "antd";
import { useWords, type Say } from "../../words/words.ts";
import type { RecycleCondition, RecycleDue, RecyclePart } from "../bodies.ts";
import { Count, without } from "../parts.tsx";

const CONDITIONS = ["no_activity_days", "no_stage_change_days", "not_converted_days", "protection_ended"] as const;
type ConditionKind = (typeof CONDITIONS)[number];

/** Groups within groups within groups is as much as anybody reads. */
const DEEPEST = 3;

const isDue = (part: RecyclePart): part is RecycleDue => "any" in part || "all" in part;
const kindOf = (condition: RecycleCondition): ConditionKind => Object.keys(condition)[0] as ConditionKind;
const daysOf = (condition: RecycleCondition): number => { const [value] = Object.values(condition); return typeof value === "number" ? value : 0; };
const conditionOf = (kind: ConditionKind, days: number): RecycleCondition => (kind === "protection_ended" ? { protection_ended: true } : ({ [kind]: days } as unknown as RecycleCondition));
const partsOf = (due: RecycleDue): RecyclePart[] => ("any" in due ? due.any : due.all);

/** Reads conditions out: "7 天未跟进，或（30 天未转化 且 保护期结束）". */
export function dueWords(due: RecycleDue, t: Say): string {
  return partsOf(due).map((part) => (isDue(part) ? `(${dueWords(part, t)})` : t(`policies:says_${kindOf(part)}`, { n: daysOf(part) }))).join("any" in due ? t("filter:or") : t("filter:and"));
}

interface Props {
  due: RecycleDue;
  onChange: (due: RecycleDue) => void;
  depth?: number;
}

/** When a lead goes back: conditions of which any or all must hold, in groups as needed. */
export function Due({ due, onChange, depth = 1 }: Props) {
  const t = useWords();
  const join = "any" in due ? "any" : "all";
  const parts = partsOf(due);
  const put = (next: RecyclePart[], how: "any" | "all" = join): void => onChange(how === "any" ? { any: next } : { all: next });
  const set = (index: number, next: RecyclePart): void => put(parts.map((each, other) => (other === index ? next : each)));
  const used = parts.filter((part): part is RecycleCondition => !isDue(part)).map(kindOf);
  const free = CONDITIONS.filter((kind) => !used.includes(kind));
  const drop = (index: number) => parts.length > 1 && <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t("filter:remove")} onClick={() => put(without(parts, index))} />;
  return (
    <div className="stack" style={{ gap: 6 }}>
      {parts.length > 1 && <div><Segmented<"any" | "all"> size="small" value={join} options={[{ value: "any", label: t("filter:any") }, { value: "all", label: t("filter:all") }]} onChange={(how) => put(parts, how)} /></div>}
      {parts.map((part, index) => {
        if (isDue(part)) return <div className="due-group" key={`group ${index}`} role="group" aria-label={t("pools:group")}><Due due={part} depth={depth + 1} onChange={(next) => set(index, next)} />{drop(index)}</div>;
        const kind = kindOf(part);
        return (
          <div className="row" key={kind}>
            <Select style={{ minWidth: 170 }} value={kind} aria-label={t("policies:due")} options={[kind, ...free].map((each) => ({ value: each, label: t(`policies:${each}`) }))} onChange={(next) => set(index, conditionOf(next, daysOf(part) || 7))} />
            {kind !== "protection_ended" && <><Count min={1} max={3_650} label={t(`policies:${kind}`)} value={daysOf(part)} onChange={(days) => set(index, conditionOf(kind, days))} />{t("policies:days")}</>}
            {drop(index)}
          </div>
        );
      })}
      <div className="row">
        {free[0] && <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => free[0] && put([...parts, conditionOf(free[0], 14)])}>{t("filter:add")}</Button>}
        {depth < DEEPEST && <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => put([...parts, join === "any" ? { all: [{ no_activity_days: 14 }, { no_stage_change_days: 30 }] } : { any: [{ no_activity_days: 14 }, { no_stage_change_days: 30 }] }])}>{t("pools:nested")}</Button>}
      </div>
    </div>
  );
}
