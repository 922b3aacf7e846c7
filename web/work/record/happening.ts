import type { FieldDef } from "../../../core/language/types.ts";
import type { Text } from "../../../core/refusal.ts";
import { verdictWords } from "../../collisions/party.ts";
import type { Happening } from "../../api/timeline.ts";
import type { ObjectMeta } from "../../api/objects.ts";
import type { Say } from "../../words/words.ts";

const HOWS = ["claim", "assign", "transfer", "create", "release", "recycle", "sla_return", "route", "import", "rule", "pool", "closed"] as const;

const SITE = ["page", "download", "form_start", "form_submit", "identify"] as const;

/** What a choice field calls a value; the value itself where it has no name. */
export function choiceName(field: FieldDef | undefined, value: unknown, text: (text: Text) => string): string {
  const choice = field?.choices?.find((each) => each.value === value);
  return choice ? text(choice.label) : typeof value === "string" ? value : "";
}

interface Speaking {
  t: Say;
  text: (text: Text) => string;
  /** The object the record belongs to, and the activity object. */
  object: ObjectMeta | undefined;
  activity: ObjectMeta | undefined;
}

/** One line that says what happened; the note or summary stands below it. */
export function headline({ kind, facts }: Happening, { t, text, object, activity }: Speaking): string {
  const named = (of: ObjectMeta | undefined, key: string, value: unknown): string => choiceName(of?.fields.find((field) => field.key === key), value, text);
  switch (kind) {
    case "activity": return [named(activity, "kind", facts.kind), named(activity, "outcome", facts.outcome), typeof facts.minutes === "number" ? t("leads:minutes", { n: facts.minutes }) : "", facts.place].filter(Boolean).join(" · ");
    case "task": return t("leads:happened_task", { title: String(facts.title ?? "") });
    case "arrival": return [t("leads:happened_arrival"), facts.source].filter(Boolean).join(" · ");
    case "stage": {
      const [from, to] = Array.isArray(facts.stage) ? facts.stage : [null, null];
      return t("leads:happened_stage", { from: named(object, "stage", from) || "–", to: named(object, "stage", to) });
    }
    case "owner": {
      const [from, to] = Array.isArray(facts.owners) ? facts.owners : [null, null];
      return t("leads:happened_owner", { from: from ?? t("common:none"), to: to ?? t("common:none") });
    }
    case "hold": {
      const how = HOWS.find((each) => each === facts.how);
      const where = typeof facts.owner === "string" ? t("leads:held_by", { name: facts.owner }) : t("leads:held_in_pool", { name: String(facts.pool ?? "") });
      return how ? `${where} · ${t(`leads:how_${how}`)}` : where;
    }
    case "merge": return t(facts.undone_at ? "leads:happened_merge_undone" : "leads:happened_merge", { name: [facts.name, facts.company].filter(Boolean).join(" · ") });
    case "conversion": return t(facts.undone_at ? "leads:happened_conversion_undone" : "leads:happened_conversion");
    case "site": {
      const kind = SITE.find((each) => each === facts.kind) ?? "page";
      return t(`score:did_${kind}`, { title: String(facts.title ?? facts.url ?? "") });
    }
    case "collision": return t(`desks:happened_${facts.step as "opened"}`, { verdict: verdictWords(facts.verdict, facts.share, t) });
    case "removed": return t("leads:happened_removed");
    case "restored": return t("leads:happened_restored");
    default: return t("leads:happened_created");
  }
}
