import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "../../ctx.ts";
import { audit } from "../../audit/audit.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { forgetFailures } from "../attempts.ts";
import { directory } from "../directory.ts";
import { lockAdministration } from "../lock.ts";
import { renameLogin, revokeSessions, setPassword } from "../login.ts";
import { requirePassword } from "../password_policy.ts";
import { EmailTaken } from "../refusals.ts";
import { Email, Name, Password, requireVersion } from "../shapes.ts";
import { requireRolesWithin } from "../within_rights.ts";
import { Person, type StoredPerson, audited, loadPerson, personFields, requireAnotherAdministrator, requireTeam, visiblePerson } from "./person.ts";

const PersonChange = z.strictObject({
  ...personFields, name: Name, email: Email, role: z.string().max(100), status: z.enum(["active", "inactive"]), password: Password,
}).partial();

/**
 * Changes a person; a new role counts at once. Refuses to touch somebody whose rights go beyond the actor's own, and to
 * take the role or the access of the last administrator.
 */
export const updatePerson = op({
  name: "person.update",
  title: { zh: "修改人员", en: "Change a person" },
  needs: "person:edit",
  http: { method: "PATCH", path: "/people/:id" },
  input: PersonChange.extend({ id: z.uuid() }),
  output: Person,
  run: (ctx, { id, ...change }) => transaction(ctx, (tx) => changePerson(tx, id, change)),
});

/** The change itself, in an open transaction. */
export async function changePerson(tx: Ctx, id: string, { password, ...change }: z.output<typeof PersonChange>): Promise<Person> {
  await lockAdministration(tx);
  const before = await loadPerson(tx, id);
  const after: StoredPerson = { ...before, ...change };
  requireVersion(tx, before.version);
  await requireRolesWithin(tx, [before.role, after.role]);
  await requireTeam(tx, change.team_id);
  const administers = after.role === "admin" && after.status === "active";
  if (before.role === "admin" && before.status === "active" && !administers) await requireAnotherAdministrator(tx, id);
  if (after.email !== before.email) await requireFreeEmail(tx, id, after.email);
  await sql`
    update clew.person set name = ${after.name}, email = ${after.email}, role = ${after.role}, team_id = ${after.team_id}, phone = ${after.phone},
      status = ${after.status}, locale = ${after.locale}, territories = ${after.territories}, skills = ${after.skills},
      cap_open = ${after.cap_open}, cap_daily = ${after.cap_daily}, cap_grades = ${JSON.stringify(after.cap_grades)}::jsonb, shifts = ${after.shifts ? JSON.stringify(after.shifts) : null}::jsonb, updated_at = ${tx.now}, version = version + 1 where id = ${id}
  `.execute(tx.db);
  if (after.email !== before.email || after.name !== before.name) await renameLogin(tx, after);
  if (password !== undefined) {
    requirePassword(password, after.email);
    await setPassword(tx, after, password);
    await forgetFailures(tx, after.email);
  }
  if (after.status === "inactive") await revokeSessions(tx, id);
  await directory.changed(tx);
  const now = await loadPerson(tx, id);
  await audit(tx, "person", { id, name: now.name, before: audited(before), after: audited(now), ...(password === undefined ? {} : { secret: "password" }) });
  return visiblePerson(tx, now);
}

async function requireFreeEmail(tx: Ctx, id: string, email: string): Promise<void> {
  const { rows } = await sql`select from clew.person where email = ${email} and id <> ${id}`.execute(tx.db);
  if (rows.length > 0) throw EmailTaken({ email }, [{ path: "email", message: { zh: "邮箱已被使用", en: "Already in use" } }]);
}
