import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import type { Row } from "../../../core/language/types.ts";
import { publishedPolicy } from "../../../core/policies/published.ts";
import { storedCandidates } from "../../cleanse/candidates.ts";
import type { MatchKey } from "../../cleanse/keys.ts";
import { type BlockKey, MOST_PER_KEY } from "../../cleanse/blocking/keys.ts";
import { lookFurther } from "../../cleanse/blocking/lookup.ts";
import { publishedWeigher, type Weigher } from "../../cleanse/blocking/weigher.ts";
import { matchPolicy } from "../../cleanse/kind.ts";
import { leadKeys } from "../../cleanse/lead_keys.ts";
import { decideMatch, type MatchArrival, type MatchCandidate, type MatchTarget } from "../../cleanse/match.ts";
import { survivorshipOf } from "../../cleanse/merge/survivorship.ts";
import { mergeValues } from "../../cleanse/survive.ts";
import type { Channel } from "../channels.ts";
import type { Item, Outcome } from "../arrival.ts";
import { keysOfItem, matchArrival } from "../read.ts";
import { ForeseenCaps } from "./foresee_caps.ts";

/** What a lead is found by, what that follows from, and what tells whose value a merge keeps. */
const KNOWN_BY = ["product_line", "source", "channel", "phone", "email", "wechat", "company", "name", "credit_code", "phone_key", "email_key", "wechat_key", "company_key", "name_pinyin"] as const;

/**
 * Foresees what the run would decide for a file as a whole, chunk by chunk, by the same functions and without writing: leads that
 * earlier rows would create or change stand in memory as the database would hold them.
 */
export class Foresight {
  readonly #ctx: Ctx;
  readonly #channel: Channel;
  /** Leads as earlier rows of the file leave them, stored ones that were merged into included. */
  readonly #leads = new Map<string, { candidate: MatchCandidate; row: Row }>();
  readonly #byKey = new Map<string, Set<string>>();
  readonly #byBlock = new Map<BlockKey, Set<string>>();
  #weigher: Weigher | null = null;
  /** Fields kept of a lead: what it is found by, and what published rules compare. */
  #known: readonly string[] = KNOWN_BY;
  readonly #caps: ForeseenCaps;
  #made = 0;

  constructor(ctx: Ctx, channel: Channel) {
    this.#ctx = ctx;
    this.#channel = channel;
    this.#caps = new ForeseenCaps(ctx);
  }

  /** The outcome of each row of the next chunk, in order; reasons of refusals are added to the items. */
  async chunk(items: readonly Item[]): Promise<Outcome[]> {
    const worked = items.filter((item) => !item.quarantine);
    const decided = new Map<Item, Outcome>();
    if (worked.length > 0) {
      const { body } = await publishedPolicy(this.#ctx.house, matchPolicy);
      this.#weigher = await publishedWeigher(this.#ctx.house);
      if (this.#weigher) this.#known = [...new Set([...KNOWN_BY, ...this.#weigher.fields.map((field) => field.key)])];
      const keys = worked.map(keysOfItem);
      const arrivals = worked.map((item): MatchArrival => ({ ...matchArrival(this.#channel, item), ...(this.#weigher ? { weighed: this.#weigher.weigh(item.row) } : {}) }));
      const candidates = this.#overlaid((await storedCandidates(this.#ctx, keys)).found, keys, arrivals);
      const further = await lookFurther(this.#ctx, arrivals, worked.map((item) => item.row), candidates);
      const decisions = decideMatch(body, further.arrivals, further.candidates, this.#ctx.now, further.fuzzy);
      const refused = await this.#caps.refuse(worked.filter((_, i) => decisions[i]?.outcome === "create"));
      const created = new Map<number, string>();
      const merges: { item: Item; into: MatchTarget }[] = [];
      decisions.forEach((decision, i) => {
        const item = worked[i] as Item;
        const target = decision.outcome === "merge" ? decision.into : decision.outcome === "attach" ? decision.to : decision.outcome === "create" ? null : decision.of;
        const first = target && "batch_index" in target ? (worked[target.batch_index] as Item) : item;
        if (refused.has(first)) {
          if (first !== item) item.reasons.push(...first.reasons);
          decided.set(item, "failed");
          return;
        }
        decided.set(item, OUTCOMES[decision.outcome]);
        if (decision.outcome === "create") created.set(i, this.#create(item));
        if (decision.outcome === "merge") merges.push({ item, into: decision.into });
        if (decision.outcome === "quarantine") item.reasons.push(...decision.reasons);
      });
      await this.#merge(merges.map(({ item, into }) => ({ item, id: "id" in into ? into.id : (created.get(into.batch_index) as string) })));
    }
    return items.map((item) => decided.get(item) ?? "quarantined");
  }

  /** Stored candidates as earlier rows would have changed them, and leads that exist only here. */
  #overlaid(stored: readonly MatchCandidate[], batch: readonly (readonly MatchKey[])[], arrivals: readonly MatchArrival[]): MatchCandidate[] {
    const found = new Map(stored.map((one) => [one.id, this.#leads.get(one.id)?.candidate ?? one]));
    const add = (ids: Iterable<string>) => {
      for (const id of ids) found.set(id, (this.#leads.get(id) as { candidate: MatchCandidate }).candidate);
    };
    for (const key of batch.flat()) add(this.#byKey.get(`${key.kind}:${key.key}`) ?? []);
    for (const block of arrivals.flatMap(({ weighed }) => weighed?.blocks ?? [])) {
      const meeting = this.#byBlock.get(block);
      if (meeting && meeting.size <= MOST_PER_KEY) add(meeting);
    }
    return [...found.values()];
  }

  #create({ row }: Item): string {
    // Sorts after every stored id, and in the order of the file.
    const id = `~${String(this.#made++).padStart(9, "0")}`;
    const kept: Row = { stage: row.stage ?? "new", created_at: row.created_at ?? this.#ctx.now.toISOString() };
    for (const key of this.#known) kept[key] = row[key] ?? null;
    this.#keep(id, kept, null);
    return id;
  }

  async #merge(merges: readonly { item: Item; id: string }[]): Promise<void> {
    if (merges.length === 0) return;
    await this.#load(merges.map((m) => m.id).filter((id) => !this.#leads.has(id)));
    const before = new Map<string, Row>();
    const after = new Map<string, Row>();
    const rules = await survivorshipOf(this.#ctx.house);
    for (const { item, id } of merges) {
      const known = this.#leads.get(id) as { row: Row };
      before.set(id, known.row);
      const now = after.get(id) ?? known.row;
      after.set(id, { ...now, ...mergeValues(now, item.row, rules).changes });
    }
    for (const [id, row] of after) {
      Object.assign(row, leadKeys(row, before.get(id) as Row, this.#ctx.house));
      this.#keep(id, row, this.#leads.get(id)?.candidate.account_id ?? null);
    }
  }

  async #load(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const { rows } = await sql<Row>`select id, stage, created_at, account_id, pool_id is not null and owner_id is null as in_pool, ${sql.raw(this.#known.map((key) => `"${key}"`).join(", "))} from crm.lead where id = any(${ids}::uuid[])`.execute(this.#ctx.db);
    for (const { id, account_id, ...row } of rows) this.#keep(id as string, row, account_id as string | null);
  }

  #keep(id: string, row: Row, accountId: string | null): void {
    const text = (key: string) => (row[key] as string | null | undefined) ?? null;
    const company = text("company_key");
    const name = text("name_pinyin");
    const keys = { phone: text("phone_key"), email: text("email_key"), wechat: text("wechat_key"), credit_code: text("credit_code"), company, company_name: company && name ? `${company}|${name}` : null };
    const slim: Row = { stage: row.stage ?? null, created_at: row.created_at ?? null };
    for (const key of this.#known) slim[key] = row[key] ?? null;
    const weighed = this.#weigher?.weigh(slim);
    const inPool = row.in_pool === true;
    slim.in_pool = inPool;
    this.#leads.set(id, { row: slim, candidate: { object: "lead", id, keys, stage: text("stage"), account_id: accountId, created_at: new Date(row.created_at as string), product_line: text("product_line"), in_pool: inPool, ...(weighed ? { weighed } : {}) } });
    for (const block of weighed?.blocks ?? []) {
      const meeting = this.#byBlock.get(block);
      if (meeting) meeting.add(id);
      else this.#byBlock.set(block, new Set([id]));
    }
    for (const [kind, key] of Object.entries(keys)) {
      if (key === null || kind === "company") continue;
      const filed = this.#byKey.get(`${kind}:${key}`);
      if (filed) filed.add(id);
      else this.#byKey.set(`${kind}:${key}`, new Set([id]));
    }
  }
}

const OUTCOMES = { create: "created", merge: "merged", attach: "attached", duplicate: "duplicate", quarantine: "quarantined" } as const;
