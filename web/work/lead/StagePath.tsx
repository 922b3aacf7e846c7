import { ask } from "../../actions/ask.ts";
import { doVerb, setMany } from "../../actions/lead-verbs.ts";
import type { ObjectMeta } from "../../api/objects.ts";
import type { Item } from "../../api/records.ts";
import { tellProblem } from "../../ui/toast.tsx";
import { useText, useWords } from "../../words/words.ts";

/** The stages of a lead that lie on its way; the others stand beside it when they apply. */
const LEAD_PATH = ["new", "assigned", "contacted", "qualified", "accepted", "converted"];

/** Where a record stands on its way; a click moves it, a lead by the verb of that stage where there is one. */
export function StagePath({ object, item }: { object: ObjectMeta; item: Item }) {
  const t = useWords();
  const text = useText();
  const choices = (object.fields.find((field) => field.key === "stage")?.choices ?? []).filter((choice) => !choice.retired);
  const lead = object.key === "lead";
  const path = lead ? LEAD_PATH : choices.map((choice) => choice.value);
  const at = path.indexOf(String(item.stage));
  const can = (verb: string): boolean => item.abilities?.includes(verb) ?? false;
  const may = (stage: string): boolean => {
    if (stage === item.stage) return false;
    if (!lead) return can("edit");
    if (item.stage === "converted" || item.stage === "disqualified" || !item.owner_id) return false;
    return stage === "converted" ? can("convert") : stage === "accepted" ? can("accept") : stage !== "new" && can("edit");
  };
  const move = (stage: string): void => {
    if (lead && stage === "converted") return ask({ kind: "convert", lead: item });
    Promise.resolve(lead && stage === "accepted" ? doVerb("accept", [item]) : setMany(object.key, [item], "stage", stage)).catch(tellProblem);
  };
  const off = at < 0 ? choices.find((choice) => choice.value === item.stage) : undefined;
  return (
    <ol className="stages" aria-label={t("leads:stage")}>
      {path.map((stage, index) => {
        const choice = choices.find((each) => each.value === stage);
        if (!choice) return null;
        return <li key={stage} className={index < at ? "stage-past" : index === at ? "stage-now" : ""}><button type="button" disabled={!may(stage)} aria-current={index === at ? "step" : undefined} onClick={() => move(stage)}>{text(choice.label)}</button></li>;
      })}
      {off && <li className="stage-now stage-off"><button type="button" disabled aria-current="step">{text(off.label)}</button></li>}
    </ol>
  );
}
