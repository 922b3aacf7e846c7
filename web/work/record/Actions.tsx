import { MoreOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import type { Action } from "../../actions/action.ts";
import { useCurrentList } from "../../actions/list.ts";
import { actionContext, runAction, shownActions } from "../../actions/registry.ts";
import { KeyHint } from "../../ui/KeyHint.tsx";
import { useWords } from "../../words/words.ts";

interface Props {
  /** How many stand as buttons; the others are in the menu. */
  shown: number;
  /** Actions drawn elsewhere on the page. */
  without?: string[];
  /** None of them is the main one of the page. */
  plain?: boolean;
}

/** What can be done with the record whose page is open: the first as buttons, the rest in a menu. */
export function Actions({ shown, without = [], plain = false }: Props) {
  const t = useWords();
  // Redraws when the page lends another version of its record to the registry.
  useCurrentList();
  const actions = shownActions(actionContext(), "record").filter((action) => !without.includes(action.key));
  const rest = actions.slice(shown);
  const entry = (action: Action) => ({ key: action.key, icon: action.icon, label: <span className="menu-entry">{t(action.label)}{action.shortcut && <KeyHint shortcut={action.shortcut} />}</span>, onClick: () => runAction(action.key) });
  return (
    <>
      {actions.slice(0, shown).map((action, index) => <Button key={action.key} type={index === 0 && !plain ? "primary" : "default"} icon={action.icon} onClick={() => runAction(action.key)}>{t(action.label)}</Button>)}
      {rest.length > 0 && <Dropdown trigger={["click"]} placement="bottomRight" menu={{ items: rest.map(entry) }}><Button icon={<MoreOutlined />} aria-label={t("common:more")} /></Dropdown>}
    </>
  );
}
