import { useText, useWords } from "../words/words.ts";
import type { Difference } from "./differences.ts";
import { itemWord, settingWord } from "./setting_words.ts";

const MOST_SHOWN = 20;
/** What differs between two versions, one line a change. */
export function Changes({ differences }: { differences: Difference[] }) {
  const t = useWords();
  const text = useText();
  const value = (each: Difference["before"]): string => (each === null || each === undefined ? t("policies:unset") : typeof each === "boolean" ? t(each ? "common:yes" : "common:no") : String(each));
  const tell = ({ kind, within, field, before, after }: Difference): string => {
    const names = within.map(text);
    if (kind !== "changed") {
      const what = t(itemWord(field));
      const where = names.slice(0, -1).join(" › ");
      if (kind === "moved") return [names.join(" › "), t("policies:change_moved", { what })].filter(Boolean).join("：");
      return [where, t(`policies:change_${kind}`, { what, name: names.at(-1) ?? "" })].filter(Boolean).join("：");
    }
    const label = t(settingWord(field) ?? "policies:f_other");
    const said = before !== undefined ? t("policies:change_value", { label, before: value(before), after: value(after) }) : t("policies:change_changed", { label });
    return [names.join(" › "), said].filter(Boolean).join("：");
  };
  return (
    <ul className="changes">
      {differences.slice(0, MOST_SHOWN).map((each, index) => <li key={`${index} ${each.field}`}>{tell(each)}</li>)}
      {differences.length > MOST_SHOWN && <li>{t("policies:change_more", { n: differences.length - MOST_SHOWN })}</li>}
    </ul>
  );
}
