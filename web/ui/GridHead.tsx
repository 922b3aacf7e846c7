import { fieldTwins } from "../fields/registry.tsx";
import { useText, useWords } from "../words/words.ts";
import { cellClass } from "./GridRow.tsx";
import { ROW_ACTION, SELECTION, type GridColumn } from "./grid-columns.ts";

interface Props {
  columns: readonly GridColumn[];
  sort: string[];
  onSort: (sort: string[]) => void;
  /** Whether rows end with a thing to do. */
  action: boolean;
  all: boolean;
  some: boolean;
  onAll: (on: boolean) => void;
}

// The types no index or order exists for; the server refuses to sort by them.
const UNSORTED = new Set(["json", "file", "multi_choice"]);

/** The names of the columns; a click sorts upwards, then downwards, then as the page does by itself. */
export function GridHead({ columns, sort: [first], onSort, action, all, some, onAll }: Props) {
  const t = useWords();
  const text = useText();
  return (
    <div role="rowgroup" className="grid-head">
      <div role="row" className="grid-row">
        <label role="columnheader" className="grid-cell grid-check grid-fixed" style={{ width: SELECTION, left: 0 }}>
          <input type="checkbox" aria-label={t("records:select_all")} checked={all} ref={(box) => { if (box) box.indeterminate = some && !all; }} onChange={(event) => onAll(event.target.checked)} />
        </label>
        {columns.map(({ field, width, left }) => {
          const [up, down] = [first === field.key, first === `-${field.key}`];
          const name = text(field.label);
          return (
            <div key={field.key} role="columnheader" className={cellClass(left !== undefined, fieldTwins[field.type].right)} style={{ width, left }} {...(up || down ? { "aria-sort": up ? "ascending" as const : "descending" as const } : {})}>
              {UNSORTED.has(field.type) ? name : <button type="button" title={name} onClick={() => onSort(up ? [`-${field.key}`] : down ? [] : [field.key])}>{name}</button>}
            </div>
          );
        })}
        {action && <div role="columnheader" className="grid-cell grid-act" style={{ width: ROW_ACTION }} />}
      </div>
    </div>
  );
}
