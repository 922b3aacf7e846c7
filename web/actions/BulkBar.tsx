import { Button } from "antd";
import { useWords } from "../words/words.ts";
import { useCurrentList } from "./list.ts";
import { actionContext, runAction, shownActions } from "./registry.ts";

/** What can be done with the selected records, with their number. */
export function BulkBar() {
  const t = useWords();
  const list = useCurrentList();
  if (!list || list.selected.length === 0) return null;
  return (
    <div className="bulk" role="toolbar" aria-label={t("actions:selected", { n: list.selected.length })}>
      <b>{t("actions:selected", { n: list.selected.length })}</b>
      {shownActions(actionContext(), "record").map((action) => (
        <Button key={action.key} size="small" icon={action.icon} onClick={() => runAction(action.key)}>{t(action.label)}</Button>
      ))}
      <Button size="small" type="text" onClick={() => list.clear?.()}>{t("actions:clear")}</Button>
    </div>
  );
}
