import type { Filter } from "../../../core/language/types.ts";
import type { Level } from "./learn/levels.ts";
import type { ModelFeature } from "./learn/model.ts";
import { FREE_MAIL, type LeadSource } from "./sources.ts";

/**
 * The leads behind a factor as a filter for the records API: won or lost, arrived by the end of the training, with that value.
 * Null where no filter can say it (hour of arrival, length of a text). It looks at the record as it stands; the factor counted what it was at arrival.
 */
export function factorFilter(feature: ModelFeature, level: Level, source: LeadSource | undefined, until: number): Filter | null {
  const value = source && feature.field !== null ? condition(feature.field, level, source) : null;
  if (!value) return null;
  return { all: [{ field: "stage", op: "in", value: ["converted", "disqualified"] }, { field: "created_at", op: "lte", value: new Date(until).toISOString() }, value] };
}

function condition(field: string, { test }: Level, { reading, choice }: LeadSource): Filter | null {
  if ("none" in test) return { field, op: "empty" };
  switch (reading) {
    case "presence": return { field, op: "not_empty" };
    case "number": return "from" in test ? range(field, test.from, test.to) : null;
    case "yes_no": return "is" in test ? { field, op: "is", value: test.is === "yes" } : null;
    case "choice": return "is" in test ? (test.is === "yes" ? { field, op: "contains", value: choice } : { not: { field, op: "contains", value: choice } }) : null;
    case "phone": return "is" in test ? phone(field, test.is) : null;
    case "email": return "is" in test ? email(field, test.is) : null;
    case "value":
      if ("is" in test) return { field, op: "is", value: test.is };
      return "other" in test ? { all: [{ field, op: "not_empty" }, ...(test.other.length > 0 ? [{ field, op: "not_in" as const, value: test.other }] : [])] } : null;
    default: return null;
  }
}

function range(field: string, from: number | null, to: number | null): Filter {
  const ends: Filter[] = [...(from === null ? [] : [{ field, op: "gte" as const, value: from }]), ...(to === null ? [] : [{ field, op: "lt" as const, value: to }])];
  return ends.length > 0 ? { all: ends } : { field, op: "not_empty" };
}

function phone(field: string, kind: string): Filter {
  const starts = (value: string): Filter => ({ field, op: "starts_with", value });
  if (kind === "mobile") return starts("+861");
  return kind === "landline" ? { all: [starts("+86"), { not: starts("+861") }] } : { all: [{ field, op: "not_empty" }, { not: starts("+86") }] };
}

function email(field: string, kind: string): Filter {
  const free: Filter = { any: FREE_MAIL.map((domain): Filter => ({ field, op: "contains", value: `@${domain}` })) };
  return kind === "free" ? free : { all: [{ field, op: "not_empty" }, { not: free }] };
}
