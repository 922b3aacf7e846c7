import { sql } from "kysely";
import { v7 } from "uuid";
import { z } from "zod";
import { type Ctx, type House, type Locale, systemCtx } from "../ctx.ts";
import { transaction } from "../db/transaction.ts";
import { directory } from "./directory.ts";
import { lockAdministration } from "./lock.ts";
import { createLogin } from "./login.ts";
import { writeOrganisation } from "./organisation.ts";
import { requirePassword } from "./password_policy.ts";
import { AlreadySetUp } from "./refusals.ts";

export interface FirstAdministrator {
  name: string;
  email: string;
  password: string;
  organisation: string;
  locale?: Locale;
}

/** Whether nobody is there yet, so that the first visit asks for an administrator. */
export async function needsSetup(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ needed: boolean }>`select not exists (select from clew.person) as needed`.execute(ctx.db);
  return rows[0]!.needed;
}

/** Creates the first administrator and the organisation, in one transaction, only while there is nobody. Throws AlreadySetUp otherwise. */
export async function createFirstAdministrator(ctx: Ctx, first: FirstAdministrator): Promise<{ id: string }> {
  const email = first.email.trim().toLowerCase();
  requirePassword(first.password, email);
  if (!(await needsSetup(ctx))) throw AlreadySetUp();
  return transaction(ctx, async (tx) => {
    await lockAdministration(tx);
    if (!(await needsSetup(tx))) throw AlreadySetUp();
    const id = v7();
    await sql`
      insert into clew.person (id, name, email, role, locale) values (${id}, ${first.name}, ${email}, 'admin', ${first.locale ?? null})
    `.execute(tx.db);
    await createLogin(tx, id, email, first.password);
    await writeOrganisation(tx, { name: first.organisation, ...(first.locale && { locale: first.locale }) });
    await directory.changed(tx);
    return { id };
  });
}

/** The administrator that the environment names, made only while there is nobody; several processes may try at once. */
export async function ensureFirstAdministrator(house: House, given: { email: string; password: string }): Promise<void> {
  const ctx = systemCtx(house, "first-administrator", { kind: "seed" });
  if (!(await needsSetup(ctx))) return;
  const email = z.email().parse(given.email.trim());
  await createFirstAdministrator(ctx, { name: email.split("@")[0]!, email, password: given.password, organisation: "" }).catch((error: unknown) => {
    if ((error as { code?: string }).code !== "already_set_up") throw error;
  });
}
