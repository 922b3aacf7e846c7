/** The single door: channels and the ledger of everything that arrived. */
export const captureMigration = {
  name: "0200-capture",
  sql: `
    create table clew.channel (
      key text primary key,
      kind text not null check (kind in ('api', 'form', 'webhook', 'import', 'mail', 'hand')),
      name text not null,
      mapping jsonb,
      on_match text check (on_match in ('merge', 'attach', 'duplicate', 'quarantine')),
      settings jsonb not null default '{}',
      active boolean not null default true,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null
    );

    create table clew.arrival (
      id uuid primary key,
      channel text not null,
      received_at timestamptz(3) not null,
      payload json not null,
      headers jsonb not null default '{}',
      idempotency_key text,
      outcome text not null check (outcome in ('created', 'merged', 'attached', 'duplicate', 'quarantined', 'failed')),
      object text,
      record_id uuid,
      reasons jsonb not null default '[]',
      answer jsonb not null default '{}',
      import_id uuid,
      row_number int,
      replays int not null default 0,
      replayed_at timestamptz(3)
    );
    create unique index arrival_idempotency on clew.arrival (channel, idempotency_key) where idempotency_key is not null;
    create index arrival_received on clew.arrival (received_at desc, id desc);
    create index arrival_outcome on clew.arrival (outcome, received_at desc, id desc) where outcome <> 'created';
    create index arrival_record on clew.arrival (record_id) where record_id is not null;
    create index arrival_import on clew.arrival (import_id, row_number) where import_id is not null;

    -- Exact positions of round robin and weights, by route rule.
    create table clew.route_turn (
      policy text primary key,
      state jsonb not null
    );
    insert into clew.route_turn (policy, state) values ('route', '{}');
  `,
};

/** What was decided about an arrival stands on the arrival: one row and three indexes less than a decision of its own. */
export const verdictsMigration = {
  name: "0202-arrival-verdicts",
  sql: `
    alter table clew.arrival add column verdicts json, add column cause jsonb;
    drop index clew.decision_arrival;
  `,
};
