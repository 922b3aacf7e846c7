import { sql } from "kysely";
import { v7 } from "uuid";
import type { Ctx } from "../ctx.ts";
import { copyRows } from "../db/copy.ts";
import { onItsWay } from "../db/transaction.ts";

export const notificationsMigration = {
  name: "0040-notifications",
  sql: `
    create table clew.notification (
      id uuid primary key,
      person_id uuid not null,
      at timestamptz(3) not null,
      kind text not null,
      object text,
      record_id uuid,
      facts jsonb not null default '{}',
      read_at timestamptz(3)
    );
    create index notification_person on clew.notification (person_id, at desc, id desc);
    create index notification_unread on clew.notification (person_id) where read_at is null;
  `,
};

/** Channel on which the ids of people with something new are told to every process. */
export const NOTICES = "clew_notice";

/** Something a person should know, as data; the web renders `kind` and `facts` in the reader's language. */
export interface Notice {
  person_id: string;
  kind: string;
  object?: string;
  record_id?: string;
  facts?: Record<string, unknown>;
}

/** Tells people, in the transaction of what happened. Nobody is told what they did themselves. */
export async function notify(tx: Ctx, notices: readonly Notice[]): Promise<void> {
  const kept = notices.filter((n) => n.person_id !== tx.actor.id);
  if (kept.length === 0) return;
  const rows = kept.map((n) => ({ id: v7(), person_id: n.person_id, at: tx.now, kind: n.kind, object: n.object ?? null, record_id: n.record_id ?? null, facts: n.facts ?? {} }));
  await onItsWay(tx, copyRows(tx, "clew.notification", COLUMNS, rows));
  await onItsWay(tx, sql`select pg_notify(${NOTICES}, person) from unnest(${[...new Set(kept.map((n) => n.person_id))]}::text[]) person`.execute(tx.db));
}

const COLUMNS = { id: "uuid", person_id: "uuid", at: "timestamptz", kind: "text", object: "text", record_id: "uuid", facts: "jsonb" };
