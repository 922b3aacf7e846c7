import { Button } from "antd";
import { useWords } from "../words/words.ts";
import { fullNumber } from "../ui/numbers.ts";
import { useCurrentList } from "./list.ts";
import { actionContext, runAction, shownActions } from "./registry.ts";

/** What can be done with the selected records, with their number. */
export function BulkBar() {
  const t = useWords();
  const list = useCurrentList();
  if (!list || list.selected.length === 0) return null;
  const { matching } = list;
  const whole = matching?.chosen ?? false;
  const actions = shownActions(actionContext(), "record");
  const words = whole ? t("actions:all_chosen", { n: fullNumber(matching?.total ?? 0) }) : t("actions:selected", { n: list.selected.length });
  const more = matching && !whole && matching.total > list.selected.length && actions.some((action) => action.wholly);
  return (
    <div className="bulk" role="toolbar" aria-label={words}>
      <b>{words}</b>
      {more && <Button size="small" type="link" onClick={() => matching.choose(true)}>{t("actions:choose_all", { n: fullNumber(matching.total) })}</Button>}
      {actions.filter((action) => !whole || action.wholly).map((action) => (
        <Button key={action.key} size="small" icon={action.icon} onClick={() => runAction(action.key)}>{t(action.label)}</Button>
      ))}
      <Button size="small" type="text" onClick={() => list.clear?.()}>{t("actions:clear")}</Button>
    </div>
  );
}
