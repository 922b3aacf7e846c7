import { LockOutlined } from "@ant-design/icons";
import { groupPhone } from "../../ui/phone-number.ts";
import type { CellRenderers } from "../../ui/shown-column.ts";
import type { Say } from "../../words/words.ts";

/** What a pool hides before the claim, drawn as locked. */
export function hiddenCells(fields: readonly string[], t: Say): CellRenderers {
  return Object.fromEntries(fields.map((key) => [key, (item) => (item[key] === null || item[key] === undefined ? null : <span className="locked" title={t("pools:hidden_before")}><LockOutlined /> {groupPhone(String(item[key]))}</span>)]));
}
