import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "../../ctx.ts";
import { NotFound, invalidField } from "../../refusal.ts";
import { LastAdministrator } from "../refusals.ts";
import { fieldAccess } from "../rights.ts";
import { LocaleInput, Name } from "../shapes.ts";
import { Shifts } from "./shifts.ts";

const Cap = z.number().int().min(0).max(1_000_000);

/** Open leads of a grade somebody may be given by rules, per letter; a letter that is not named has no limit. */
export const CapGrades = z.strictObject({ A: Cap, B: Cap, C: Cap, D: Cap }).partial();

/** A person as the API answers it. */
export const Person = z.object({
  id: z.string(), name: z.string(), email: z.string().nullable(), role: z.string(), team_id: z.string().nullable(), phone: z.string().nullable(),
  status: z.enum(["active", "inactive"]), locale: LocaleInput.nullable(), territories: z.array(z.string()), skills: z.array(z.string()),
  cap_open: z.number().nullable(), cap_daily: z.number().nullable(), cap_grades: CapGrades, shifts: Shifts.nullable(), created_at: z.string(), updated_at: z.string(), version: z.number(),
});
export type Person = z.infer<typeof Person>;
/** A person as stored; `settings` are the person's own and leave only through /me. */
export type StoredPerson = Person & { email: string; settings: { theme?: (typeof THEMES)[number] } };
export const THEMES = ["system", "light", "dark"] as const;

/** What an administrator may say about a person besides name, e-mail and role. */
export const personFields = {
  team_id: z.uuid().nullable(),
  phone: z.string().trim().max(40).nullable(),
  locale: LocaleInput.nullable(),
  territories: z.array(Name).max(200),
  skills: z.array(Name).max(200),
  cap_open: z.number().int().min(0).max(1_000_000).nullable(),
  cap_daily: z.number().int().min(0).max(1_000_000).nullable(),
  cap_grades: CapGrades,
  shifts: Shifts.nullable(),
};

export const PERSON_COLUMNS = sql.raw(`id, name, email, role, team_id, phone, status, locale, territories, skills, cap_open, cap_daily, cap_grades, shifts, settings, created_at, updated_at, version`);

/** One person; throws NotFound. */
export async function loadPerson(ctx: Ctx, id: string): Promise<StoredPerson> {
  const { rows } = await sql<StoredPerson>`select ${PERSON_COLUMNS} from clew.person where id = ${id}`.execute(ctx.db);
  if (!rows[0]) throw NotFound();
  return rows[0];
}

/** The person as the actor may see them: contact fields their role hides or masks are left out. */
export function visiblePerson(ctx: Ctx, { settings: _, ...person }: StoredPerson): Person {
  const seen = (field: "email" | "phone") => ["read", "edit"].includes(fieldAccess(ctx.actor, "person", field)) || ctx.actor.id === person.id;
  return { ...person, email: seen("email") ? person.email : null, phone: seen("phone") ? person.phone : null };
}

/** What of a person the audit trail compares. */
export const audited = ({ settings: _, ...person }: StoredPerson): object => person;

/** Throws Invalid when a team is named that does not exist. */
export async function requireTeam(ctx: Ctx, teamId: string | null | undefined, path = "team_id"): Promise<void> {
  if (!teamId) return;
  const { rows } = await sql`select from clew.team where id = ${teamId}`.execute(ctx.db);
  if (rows.length === 0) throw invalidField(path, { zh: "没有这个团队", en: "There is no such team" });
}

/** Throws LastAdministrator when nobody else could administer. Ask with the administration lock held. */
export async function requireAnotherAdministrator(ctx: Ctx, personId: string): Promise<void> {
  const { rows } = await sql`select from clew.person where role = 'admin' and status = 'active' and id <> ${personId} limit 1`.execute(ctx.db);
  if (rows.length === 0) throw LastAdministrator({ person_id: personId });
}
