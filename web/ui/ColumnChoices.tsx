import { ArrowDownOutlined, ArrowUpOutlined, PushpinFilled, PushpinOutlined } from "@ant-design/icons";
import { Button, Checkbox } from "antd";
import { useText, useWords } from "../words/words.ts";
import type { ColumnChoice } from "./ColumnChooser.tsx";

/** The fields of an object as a list of columns: shown ones in their order first. */
export default function ColumnChoices({ fields, columns, onChange }: ColumnChoice) {
  const t = useWords();
  const text = useText();
  const shown = columns.flatMap((column) => fields.filter((field) => field.key === column.key));
  const rest = fields.filter((field) => !columns.some((column) => column.key === field.key));
  const move = (index: number, step: -1 | 1): void => {
    const next = [...columns];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + step, 0, moved);
    onChange(next);
  };
  const put = (key: string, on: boolean): void => onChange(on ? [...columns, { key, frozen: false }] : columns.filter((column) => column.key !== key));
  const freeze = (key: string): void => onChange(columns.map((column) => (column.key === key ? { ...column, frozen: !column.frozen } : column)));
  return (
    <div className="columns">
      {shown.map((field) => {
        const index = columns.findIndex((column) => column.key === field.key);
        const frozen = columns[index]?.frozen ?? false;
        const name = text(field.label);
        return (
          <div key={field.key} className="column-row">
            <Checkbox checked disabled={columns.length === 1} onChange={() => put(field.key, false)}>{name}</Checkbox>
            <span>
              <Button type="text" size="small" icon={<ArrowUpOutlined />} disabled={index === 0} aria-label={`${name} ${t("records:move_up")}`} onClick={() => move(index, -1)} />
              <Button type="text" size="small" icon={<ArrowDownOutlined />} disabled={index === columns.length - 1} aria-label={`${name} ${t("records:move_down")}`} onClick={() => move(index, 1)} />
              <Button type="text" size="small" icon={frozen ? <PushpinFilled /> : <PushpinOutlined />} title={t(frozen ? "records:unfreeze" : "records:freeze")} aria-label={`${name} ${t(frozen ? "records:unfreeze" : "records:freeze")}`} aria-pressed={frozen} onClick={() => freeze(field.key)} />
            </span>
          </div>
        );
      })}
      {rest.length > 0 && <hr />}
      {rest.map((field) => <div key={field.key} className="column-row"><Checkbox checked={false} onChange={() => put(field.key, true)}>{text(field.label)}</Checkbox></div>)}
      <Button type="link" size="small" onClick={() => onChange(undefined)}>{t("records:columns_reset")}</Button>
    </div>
  );
}
