import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Select, Slider } from "antd";
import type { FieldDef } from "../../core/language/types.ts";
import { useObject } from "../api/objects.ts";
import { useText, useWords } from "../words/words.ts";
import type { Comparison, MatchRule } from "./bodies.ts";
import { type ExampleKind, MATCH_EXAMPLES } from "./match-examples.ts";
import { changed, Line, without } from "./parts.tsx";

const OWN = "*";
const ALL = 0;
const CERTAIN = [80, 90, 95, 99, 99.9] as const;
const USUAL = 0.95;
const WEIGHTS = [0.5, 1, 2, 3] as const;
const WEIGHT_WORDS = { 0.5: "match:weight_less", 1: "match:weight_normal", 2: "match:weight_more", 3: "match:weight_most" } as const;
/** Kinds of fields that tell one customer from another. */
const COMPARED: ReadonlySet<FieldDef["type"]> = new Set(["text", "phone", "email", "url", "date", "number", "choice", "region", "auto_number", "money"]);

/** Names of lead fields in the reader's language. */
export function useFieldNames(): (key: string) => string {
  const t = useWords();
  const text = useText();
  const lead = useObject("lead");
  return (key) => {
    const field = lead?.fields.find((each) => each.key === key);
    return key === OWN ? t("match:own_fields") : field ? text(field.label) : key;
  };
}

/** Fields weighed together: which, how, from which likeness on, with how much weight, and how certain they must make a match. */
export function Comparisons({ rule, change }: { rule: MatchRule; change: (part: Partial<MatchRule>) => void }) {
  const t = useWords();
  const lead = useObject("lead");
  const name = useFieldNames();
  const list = rule.compare ?? [];
  const compare = (next: Comparison[]): void => {
    const { length } = next;
    const left = rule.one_of?.filter((key) => next.some((each) => each.field === key));
    change({ compare: length > 0 ? next : undefined, one_of: left?.length ? left : undefined, ...(length === 0 ? { certainty: undefined } : {}) } as Partial<MatchRule>);
  };
  const fields = [...(lead?.fields ?? []).filter((field) => COMPARED.has(field.type) && !field.readonly && !field.retired).map((field) => field.key), OWN];
  const free = fields.filter((key) => !list.some((each) => each.field === key));
  const all = list.length > 0 && rule.certainty === undefined && list.every((each) => each.required);
  const add = (): void => {
    const field = ["name", "company", "phone", "email"].find((key) => free.includes(key)) ?? free[0];
    if (!field) return;
    change({ compare: [...list, { field, how: "fuzzy", threshold: 0.8, weight: 1, required: all }], ...(list.length === 0 ? { certainty: USUAL } : {}) });
  };
  const certain = (percent: number): void => change({ certainty: percent === ALL ? undefined : percent / 100, compare: list.map((each) => ({ ...each, required: percent === ALL })) } as Partial<MatchRule>);
  return (
    <>
      <Line label={t("match:compare")} hint={t("match:compare_hint")}>
        <div className="stack" style={{ gap: 8 }}>
          {list.map((each, index) => <One key={each.field} comparison={each} fields={[each.field, ...free]} name={name} all={all} change={(part) => compare(changed(list, index, part))} remove={() => compare(without(list, index))} />)}
          <div><Button size="small" icon={<PlusOutlined />} disabled={free.length === 0} onClick={add}>{t("match:add")}</Button></div>
        </div>
      </Line>
      {list.length > 0 && (
        <>
          <Line label={t("match:certainty")} hint={t("match:certainty_hint")}>
            <Select<number> className="wide" aria-label={t("match:certainty")} value={all ? ALL : Math.round((rule.certainty ?? USUAL) * 1_000) / 10} options={[{ value: ALL, label: t("match:certainty_all") }, ...CERTAIN.map((n) => ({ value: n as number, label: t("match:certainty_percent", { n }) }))]} onChange={certain} />
          </Line>
          {!all && (
            <Line label={t("match:one_of")} hint={t("match:one_of_hint")}>
              <Select mode="multiple" className="wide" aria-label={t("match:one_of")} value={rule.one_of ?? []} options={list.map((each) => ({ value: each.field, label: name(each.field) }))} onChange={(next: string[]) => change({ one_of: next.length > 0 ? next : undefined } as Partial<MatchRule>)} />
            </Line>
          )}
        </>
      )}
    </>
  );
}

interface OneProps {
  comparison: Comparison;
  fields: string[];
  name: (key: string) => string;
  all: boolean;
  change: (part: Partial<Comparison>) => void;
  remove: () => void;
}

function One({ comparison, fields, name, all, change, remove }: OneProps) {
  const t = useWords();
  const { field, how, threshold, weight, required } = comparison;
  const label = name(field);
  return (
    <fieldset className="comparison" aria-label={label}>
      <div className="row">
        <Select style={{ minWidth: 150, flex: 1 }} showSearch={{ optionFilterProp: "label" }} aria-label={t("match:field")} value={field} options={fields.map((key) => ({ value: key, label: name(key) }))} onChange={(next) => change({ field: next })} />
        <Select style={{ minWidth: 110 }} aria-label={`${label} ${t("match:how")}`} value={how} options={(["fuzzy", "exact", ...(field === "name" || field === "company" || how === "pinyin_equal" ? (["pinyin_equal"] as const) : [])] as const).map((value) => ({ value, label: t(`match:how_${value}`) }))} onChange={(next) => change({ how: next })} />
        <Select<number> style={{ minWidth: 96 }} aria-label={`${label} ${t("match:weight")}`} title={t("match:weight")} value={WEIGHTS.reduce((best, each) => (Math.abs(each - weight) < Math.abs(best - weight) ? each : best), 1)} options={WEIGHTS.map((value) => ({ value: value as number, label: t(WEIGHT_WORDS[value]) }))} onChange={(next) => change({ weight: next })} />
        {!all && <Checkbox checked={required} onChange={(event) => change({ required: event.target.checked })}>{t("match:required")}</Checkbox>}
        <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={`${label} ${t("match:remove")}`} title={t("match:remove")} onClick={remove} />
      </div>
      {how === "fuzzy" && <Likeness kind={exampleKind(field)} label={label} threshold={threshold} onChange={(next) => change({ threshold: next })} />}
    </fieldset>
  );
}

/** From which likeness on values agree, with the least alike pair that does and the most alike that does not. */
function Likeness({ kind, label, threshold, onChange }: { kind: ExampleKind; label: string; threshold: number; onChange: (threshold: number) => void }) {
  const t = useWords();
  const examples: readonly (readonly [string, string, number])[] = MATCH_EXAMPLES[kind];
  const passes = examples.filter(([, , similarity]) => similarity >= threshold).at(-1);
  const fails = examples.find(([, , similarity]) => similarity < threshold);
  return (
    <div>
      <div className="row" style={{ flexWrap: "nowrap" }}>
        <span style={{ whiteSpace: "nowrap" }}>{t("match:from")}</span>
        <Slider style={{ flex: 1, maxWidth: 260 }} min={50} max={100} step={1} value={Math.round(threshold * 100)} ariaLabelForHandle={`${label} ${t("match:from")}`} tooltip={{ formatter: (value) => `${value}%` }} onChange={(value) => onChange(value / 100)} />
        <span className="number">{Math.round(threshold * 100)}%</span>
      </div>
      <p className="hint">{passes ? t("match:passes", { a: passes[0], b: passes[1] }) : t("match:passes_only_equal")}</p>
      {fails && <p className="hint">{t("match:fails", { a: fails[0], b: fails[1] })}</p>}
    </div>
  );
}

/** Which examples show how a field is compared. */
function exampleKind(field: string): ExampleKind {
  if (field === "name" || field === "company" || field === "phone" || field === "email" || field === "address") return field;
  return field === "wechat" || field === "credit_code" || field === "external_id" ? "code" : "text";
}
