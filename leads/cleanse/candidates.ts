import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { byIndex } from "../../core/db/by_index.ts";
import { transaction } from "../../core/db/transaction.ts";
import type { Row } from "../../core/language/types.ts";
import type { MatchKey } from "./keys.ts";
import type { MatchCandidate } from "./match.ts";

export interface Candidates {
  /** The mark of the last turn of intake whose leads are among them (leads/capture/lane.ts). */
  seen: string | null;
  found: MatchCandidate[];
}

interface Found {
  object: MatchCandidate["object"] | "lane";
  id: string;
  phone: string | null;
  email: string | null;
  wechat: string | null;
  credit_code: string | null;
  company_key: string | null;
  name_pinyin: string | null;
  stage: string | null;
  account_id: string | null;
  created_at: string;
}

/** Candidates for whoever writes nothing: in a transaction of their own, so that the kept plan is the one of intake. */
export function storedCandidates(ctx: Ctx, batch: readonly (readonly MatchKey[])[]): Promise<Candidates> {
  return transaction(ctx, async (tx) => {
    await byIndex(tx);
    return matchCandidates(tx, batch);
  });
}

/**
 * Every lead, account and contact that shares a key with a batch, in one statement whose every branch is an index look-up.
 * @param tx a transaction that looks rows up `byIndex`
 */
export async function matchCandidates(tx: Ctx, batch: readonly (readonly MatchKey[])[]): Promise<Candidates> {
  const of = (kind: MatchKey["kind"]) => [...new Set(batch.flatMap((keys) => keys.filter((k) => k.kind === kind).map((k) => k.key)))];
  const phones = of("phone");
  // A key may be a number with an extension; the number alone is what the index knows.
  const numbers = [...new Set(phones.map((key) => key.split(";")[0] as string))];
  const emails = of("email");
  const wechats = of("wechat");
  const codes = of("credit_code");
  const names = of("company_name").map((key) => key.split("|") as [string, string]);
  const companies = names.map(([company]) => company);
  const people = names.map(([, name]) => name);
  const lead = sql`'lead' as object, l.id, l.phone_key as phone, l.email_key as email, l.wechat_key as wechat, l.credit_code, l.company_key, l.name_pinyin, l.stage, l.account_id, l.created_at`;
  const contact = sql`'contact' as object, c.id, c.phone, c.email_key as email, c.wechat, null::text as credit_code, a.company_key, c.name_pinyin, null::text as stage, c.account_id, c.created_at`;
  const account = sql`'account' as object, a.id, a.phone, null::text as email, null::text as wechat, a.credit_code, a.company_key, null::text as name_pinyin, null::text as stage, null::uuid as account_id, a.created_at`;
  const contacts = sql`crm.contact c left join crm.account a on a.id = c.account_id`;
  const { rows } = await sql<Found>`
    select 'lane' as object, lane.holder as id, null::text as phone, null::text as email, null::text as wechat, null::text as credit_code, null::text as company_key, null::text as name_pinyin, null::text as stage, null::uuid as account_id, null::timestamptz as created_at
      from clew.intake_lane lane
    union all select ${lead} from crm.lead l where l.phone = any(${numbers}) and l.phone_key = any(${phones})
    union all select ${lead} from crm.lead l where l.email_key = any(${emails})
    union all select ${lead} from crm.lead l where l.wechat_key = any(${wechats})
    union all select ${lead} from crm.lead l where l.credit_code = any(${codes})
    union all select l.* from unnest(${companies}::text[], ${people}::text[]) k(company, name)
      cross join lateral (select ${lead} from crm.lead l where l.company_key = k.company and l.name_pinyin = k.name offset 0) l
    union all select ${contact} from ${contacts} where c.phone = any(${phones})
    union all select ${contact} from ${contacts} where c.email_key = any(${emails})
    union all select ${contact} from ${contacts} where c.wechat = any(${wechats})
    union all select ${account} from crm.account a where a.phone = any(${phones})
    union all select ${account} from crm.account a where a.credit_code = any(${codes})
    union all select ${account} from crm.account a where a.company_key = any(${companies})`.execute(tx.db);
  const found = new Map<string, MatchCandidate>();
  for (const r of rows) if (r.object !== "lane") found.set(r.id, candidateOf(r.object, r));
  return { seen: rows.find((r) => r.object === "lane")?.id ?? null, found: [...found.values()] };
}

/** A stored record as matching sees it. */
export function candidateOf(object: MatchCandidate["object"], r: Omit<Found, "object">): MatchCandidate {
  return {
    object, id: r.id, stage: r.stage, account_id: r.account_id, created_at: new Date(r.created_at),
    keys: {
      phone: r.phone, email: r.email, wechat: r.wechat, credit_code: r.credit_code, company: r.company_key,
      company_name: r.company_key && r.name_pinyin ? `${r.company_key}|${r.name_pinyin}` : null,
    },
  };
}

/** A lead just written as matching will see it. */
export function leadCandidate(row: Row): MatchCandidate {
  const text = (key: string) => (row[key] as string | null | undefined) ?? null;
  return candidateOf("lead", {
    id: row.id as string, phone: text("phone_key"), email: text("email_key"), wechat: text("wechat_key"), credit_code: text("credit_code"), company_key: text("company_key"), name_pinyin: text("name_pinyin"),
    stage: text("stage"), account_id: text("account_id"), created_at: row.created_at as string,
  });
}

/** Candidates as later turns have left them: of one lead the newest counts, and of the leads made since only those that share a key. */
export function brought(found: readonly MatchCandidate[], since: readonly MatchCandidate[], batch: readonly (readonly MatchKey[])[]): MatchCandidate[] {
  if (since.length === 0) return [...found];
  const asked = new Set(batch.flatMap((keys) => keys.map((k) => `${k.kind}:${k.key}`)));
  const now = new Map(found.map((one) => [one.id, one]));
  for (const one of since) {
    if (now.has(one.id) || KINDS.some((kind) => one.keys[kind] != null && asked.has(`${kind}:${one.keys[kind]}`))) now.set(one.id, one);
  }
  return [...now.values()];
}

const KINDS = ["phone", "email", "wechat", "credit_code", "company_name"] as const;
