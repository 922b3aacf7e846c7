import { z } from "zod";
import { LocaleInput } from "../shapes.ts";
import { inWords } from "../../schema_problems.ts";

export const organisationFields = {
  name: z.string().trim().min(1).max(200),
  time_zone: z.string().max(100).refine(isTimeZone, inWords("没有这个时区", "unknown time zone")),
  locale: LocaleInput,
  /** ISO 4217 and ISO 3166. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  country: z.string().regex(/^[A-Z]{2}$/),
  settings: z.record(z.string().max(100), z.json()),
};

export const OrganisationShown = z.object({ ...organisationFields, name: z.string(), settings: z.record(z.string(), z.unknown()) });

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
