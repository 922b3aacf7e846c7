import type { FieldMeta, ObjectMeta } from "../../api/objects.ts";
import type { WordKey } from "../../words/words.ts";

export interface FactGroup {
  label: WordKey;
  fields: FieldMeta[];
}

const LEAD: [WordKey, string[]][] = [
  ["leads:group_contact", ["name", "phone", "wechat", "email", "job_title", "do_not_contact"]],
  ["leads:group_company", ["company", "industry", "company_size", "province", "city", "address", "website", "credit_code"]],
  ["leads:group_need", ["product_line", "budget", "need", "tags", "note"]],
  ["leads:group_source", ["source", "campaign_id", "channel", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "referrer", "landing_page", "external_id"]],
];
const LATER: [WordKey, string[]] = ["leads:group_dates", ["created_at", "assigned_at", "first_response_at", "last_activity_at", "qualified_at", "accepted_at", "converted_at", "times_recycled", "disqualify_reason", "no_automation", "created_by", "updated_at", "updated_by"]];
/** Shown beside the facts, with their reasons. */
const ELSEWHERE = new Set(["id", "version", "stage", "score", "grade", "heat", "predicted", "owner_id", "pool_id", "next_step", "next_step_at", "protected_until", "extended_until", "home_pool_id", "recycle_at", "response_due_at", "stage_at", "account_id", "contact_id", "opportunity_id", "duplicate_of"]);

/** A record's fields in groups: the known ones of a lead, then the company's own, then the dates the system keeps. */
export function factGroups(object: ObjectMeta): FactGroup[] {
  const shown = object.fields.filter((field) => !field.retired && !field.internal && field.key !== "id" && field.key !== "version");
  const pick = (keys: readonly string[]): FieldMeta[] => keys.flatMap((key) => shown.filter((field) => field.key === key));
  const known = object.key === "lead" ? LEAD : [];
  const named = new Set([...known.flatMap(([, keys]) => keys), ...LATER[1]]);
  const rest = shown.filter((field) => !named.has(field.key) && (object.key !== "lead" || !ELSEWHERE.has(field.key)));
  const groups: FactGroup[] = [
    ...known.map(([label, keys]) => ({ label, fields: pick(keys) })),
    { label: object.key === "lead" ? "leads:group_own" : "leads:group_facts", fields: rest },
    { label: LATER[0], fields: pick(LATER[1]) },
  ];
  return groups.filter((group) => group.fields.length > 0);
}
