import { sql } from "kysely";
import { v7 } from "uuid";
import { directory, ownersInScope } from "../../core/access/directory.ts";
import { requireNeed } from "../../core/access/rights.ts";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { visibleRows } from "../../core/records/find.ts";
import { parseRows } from "../../core/records/parse_rows.ts";
import { viewOf } from "../../core/records/viewer.ts";
import { createRows, updateRows, type Written } from "../../core/records/write.ts";
import { NotFound, Refusal } from "../../core/refusal.ts";
import { NotYours } from "../timeline/refusals.ts";
import { carryChildren } from "./carry.ts";
import { accountsFor, contactsFor, type Party } from "./customers.ts";
import { AlreadyConverted, LeadDisqualified } from "./refusals.ts";
import type { Converted, Wish } from "./shapes.ts";

interface Plan {
  place: number;
  wish: Wish;
  lead: Row;
  account: Party;
  contact: Party | null;
  opportunity: Row | null;
}

/** Converts a batch in the caller's transaction: what cannot be converted is answered with its refusal and left alone. */
export async function convert(tx: Ctx, wishes: readonly Wish[]): Promise<(Converted | Refusal)[]> {
  const answers: (Converted | Refusal)[] = wishes.map(({ id }) => NotFound({ object: "lead", id }));
  const plans = await planned(tx, wishes, answers);
  const made: Record<"account" | "contact" | "opportunity", Row[]> = {
    account: newRows(plans.map((p) => p.account)), contact: newRows(plans.map((p) => p.contact)), opportunity: plans.map((p) => p.opportunity).filter((row) => row !== null),
  };
  for (const object of ["account", "contact", "opportunity"] as const) {
    if (made[object].length > 0) requireNeed(tx.actor, `${object}:create`);
    (await createRows({ ...tx, cause: { ...tx.cause, event: `${object}.converted` } }, object, made[object])).forEach(written);
  }
  const done = plans.map((p): Converted => ({
    id: p.wish.id, conversion_id: v7(), account_id: p.account.id, contact_id: p.contact?.id ?? null, opportunity_id: (p.opportunity?.id as string | undefined) ?? null,
    created: [p.account.row ? "account" : [], p.contact?.row ? "contact" : [], p.opportunity ? "opportunity" : []].flat(),
  }));
  const moved = await carryChildren(tx, done);
  (await updateRows(tx, "lead", done.map((d) => ({ id: d.id, changes: { stage: "converted", account_id: d.account_id, contact_id: d.contact_id, opportunity_id: d.opportunity_id } })), new Map(plans.map(({ lead }) => [lead.id as string, lead])))).forEach(written);
  await keep(tx, plans, done, moved);
  plans.forEach((p, i) => {
    answers[p.place] = done[i] as Converted;
  });
  return answers;
}

const newRows = (parties: readonly (Party | null)[]): Row[] => parties.flatMap((party) => (party?.row ? [{ ...party.row, id: party.id }] : []));

/** A refusal at the write itself undoes the whole batch; the caller tries each alone. */
function written(one: Written): void {
  if (one.refused) throw one.refused;
}

async function planned(tx: Ctx, wishes: readonly Wish[], answers: (Converted | Refusal)[]): Promise<Plan[]> {
  const view = await viewOf(tx, "lead");
  const leads = new Map((await visibleRows(view, wishes.map((w) => w.id), true)).map((row) => [row.id as string, row]));
  const owners = ownersInScope(tx.actor, "lead", await directory.get(tx.house));
  const open = wishes.flatMap((wish, place) => {
    const lead = leads.get(wish.id);
    if (!lead) return [];
    const refused = refusalFor(lead, owners);
    if (refused) answers[place] = refused;
    return refused ? [] : [{ place, wish, lead }];
  });
  const accounts = await accountsFor(tx, open.map(({ wish, lead }) => ({ lead, ...wish.account })));
  const withAccount = open.flatMap((one, i) => {
    const account = accounts[i] as Party | Refusal;
    if (account instanceof Refusal) answers[one.place] = account;
    return account instanceof Refusal ? [] : [{ ...one, account }];
  });
  const given = await parseRows(await viewOf(tx, "contact"), withAccount.map(({ wish }) => omit(wish.contact, "id")), "update", () => "contact.");
  const contacts = await contactsFor(tx, withAccount.map(({ wish, lead, account }, i) => ({ lead, account_id: account.id, values: given[i] as Row, ...(wish.contact?.id ? { id: wish.contact.id } : {}) })));
  const wanted = await parseRows(await viewOf(tx, "opportunity"), withAccount.map(({ wish }) => wish.opportunity ?? {}), "update", () => "opportunity.");
  return withAccount.flatMap((one, i): Plan[] => {
    const contact = contacts[i] ?? null;
    if (contact instanceof Refusal) {
      answers[one.place] = contact;
      return [];
    }
    return [{ ...one, contact, opportunity: one.wish.opportunity === null ? null : opportunityRow(one.lead, one.account, contact, wanted[i] as Row) }];
  });
}

function refusalFor(lead: Row, owners: readonly string[] | null): Refusal | null {
  if (lead.stage === "converted") return AlreadyConverted({ account_id: lead.account_id, opportunity_id: lead.opportunity_id });
  if (lead.stage === "disqualified") return LeadDisqualified();
  if (!lead.owner_id || (owners !== null && !owners.includes(lead.owner_id as string))) return NotYours();
  return null;
}

function opportunityRow(lead: Row, account: Party, contact: Party | null, given: Row): Row {
  const { product_line = null, source = null, campaign_id = null, budget = null, owner_id = null } = lead;
  const name = [lead.company ?? lead.name ?? account.row?.name ?? "", product_line ?? ""].filter(Boolean).join(" ") || "商机";
  return { name, amount: budget, product_line, source, campaign_id, stage: "discovery", ...given, id: v7(), owner_id, account_id: account.id, contact_id: contact?.id ?? null, lead_id: lead.id as string };
}

function omit(from: Record<string, unknown> | undefined, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from ?? {}).filter(([name]) => name !== key));
}

async function keep(tx: Ctx, plans: readonly Plan[], done: readonly Converted[], moved: ReadonlyMap<string, object[]>): Promise<void> {
  const rows = plans.map(({ lead }, i) => {
    const one = done[i] as Converted;
    const created = Object.fromEntries(one.created.map((object) => [object, one[`${object}_id` as keyof Converted]]));
    const { stage, owner_id, account_id, contact_id, opportunity_id, converted_at } = lead;
    return { id: one.conversion_id, lead_id: one.id, created, moved: moved.get(one.id) ?? [], before: { stage, owner_id, account_id, contact_id, opportunity_id, converted_at } };
  });
  await sql`
    insert into clew.conversion (id, lead_id, created, moved, before, at, by)
    select x.id, x.lead_id, x.created, x.moved, x.before, ${tx.now}, ${tx.actor.id}::uuid
    from json_to_recordset(${JSON.stringify(rows)}::json) as x(id uuid, lead_id uuid, created jsonb, moved jsonb, before jsonb)`.execute(tx.db);
}
