import { sql } from "kysely";
import { v7 } from "uuid";
import { z } from "zod";
import { audit } from "../../audit/audit.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { directory } from "../directory.ts";
import { lockAdministration } from "../lock.ts";
import { createLogin } from "../login.ts";
import { requirePassword } from "../password_policy.ts";
import { EmailTaken } from "../refusals.ts";
import { Email, Name, Password } from "../shapes.ts";
import { requireRolesWithin } from "../within_rights.ts";
import { Person, audited, loadPerson, personFields, requireTeam, visiblePerson } from "./person.ts";

const CreatePerson = z.strictObject({ ...z.strictObject(personFields).partial().shape, name: Name, email: Email, role: z.string().max(100), password: Password.optional() });

/** Adds a person. Without a password they cannot sign in until one is set. Refuses a role beyond the actor's own rights. */
export const createPerson = op({
  name: "person.create",
  title: { zh: "新增人员", en: "Add a person" },
  needs: "person:create",
  http: { method: "POST", path: "/people", status: 201 },
  input: CreatePerson,
  output: Person,
  async run(ctx, input) {
    const { password } = input;
    if (password !== undefined) requirePassword(password, input.email);
    return transaction(ctx, async (tx) => {
      await lockAdministration(tx);
      await requireRolesWithin(tx, [input.role]);
      await requireTeam(tx, input.team_id);
      const id = v7();
      const { rows } = await sql`
        insert into clew.person (id, name, email, role, team_id, phone, locale, territories, skills, cap_open, cap_daily, cap_grades, shifts, created_at, updated_at)
        values (${id}, ${input.name}, ${input.email}, ${input.role}, ${input.team_id ?? null}, ${input.phone ?? null}, ${input.locale ?? null},
          ${input.territories ?? []}, ${input.skills ?? []}, ${input.cap_open ?? null}, ${input.cap_daily ?? null},
          ${JSON.stringify(input.cap_grades ?? {})}::jsonb, ${input.shifts ? JSON.stringify(input.shifts) : null}::jsonb, ${tx.now}, ${tx.now})
        on conflict (email) do nothing returning 1
      `.execute(tx.db);
      if (rows.length === 0) throw EmailTaken({ email: input.email }, [{ path: "email", message: { zh: "邮箱已被使用", en: "Already in use" } }]);
      if (password !== undefined) await createLogin(tx, id, input.email, password);
      await directory.changed(tx);
      const person = await loadPerson(tx, id);
      await audit(tx, "person", { id, name: person.name, after: audited(person) });
      return visiblePerson(tx, person);
    });
  },
});
