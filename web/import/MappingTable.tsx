import { Select } from "antd";
import type { FieldMeta } from "../api/objects.ts";
import { useText, useWords } from "../words/words.ts";
import type { Import } from "./data.ts";
import { choose, importable, type Mapping } from "./mapping.ts";
import { becauseWords } from "./suggestion-words.ts";

interface Props {
  columns: string[];
  fields: FieldMeta[];
  mapping: Mapping;
  /** Samples and reasons; an import from before they were kept has none. */
  known: Pick<Import, "sample" | "suggestions">;
  fixed: boolean;
  onChange(mapping: Mapping): void;
}

const SAMPLES = 3;

/** Every column of the file: what it holds, the field it goes into, and why. */
export function MappingTable({ columns, fields, mapping, known, fixed, onChange }: Props) {
  const t = useWords();
  const text = useText();
  const options = importable(fields).map((field) => ({ value: field.key, label: text(field.label) }));
  return (
    <div className="import-scroll">
      <table className="import-table mapping">
        <thead><tr><th scope="col">{t("import:column")}</th><th scope="col">{t("import:samples")}</th><th scope="col">{t("import:field")}</th><th scope="col">{t("import:why")}</th></tr></thead>
        <tbody>
          {columns.map((column, at) => {
            const field = mapping[column];
            const suggestion = known.suggestions.find((each) => each.column === column);
            const suggested = suggestion?.field != null && suggestion.field === field;
            const samples = [...new Set(known.sample.map((row) => row[at] ?? "").filter(Boolean))].slice(0, SAMPLES);
            return (
              <tr key={column} className={field ? undefined : "mapping-left"}>
                <th scope="row">{column}</th>
                <td className="mapping-samples quiet">{samples.length > 0 ? samples.map((sample) => <span key={sample}>{sample}</span>) : t("import:all_empty")}</td>
                <td>
                  <Select
                    className="wide" allowClear showSearch={{ optionFilterProp: "label" }} disabled={fixed} aria-label={`${column} → ${t("import:field")}`} placeholder={t("import:left_out")} value={field ?? null} options={options}
                    onChange={(next) => onChange(choose(mapping, column, next ?? undefined))}
                  />
                </td>
                <td className="mapping-why">
                    {suggested && suggestion && <><span className={`mark mark-${suggestion.confidence >= 0.9 ? "good" : suggestion.confidence >= 0.65 ? "quiet" : "warn"}`}>{Math.round(suggestion.confidence * 100)}%</span> <span className="quiet">{becauseWords(suggestion.because, t).join(t("import:and"))}</span></>}
                    {!field && <span className="quiet">{t("import:left_out_text")}</span>}
                    {field && !suggested && <span className="quiet">{t("import:by_hand")}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
