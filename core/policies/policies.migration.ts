/** Versioned rule sets and what they decided. */
export const policiesMigration = {
  name: "0030-policies",
  sql: `
    create table clew.policy (
      kind text not null,
      version int not null,
      status text not null check (status in ('draft', 'published', 'superseded')),
      body jsonb not null,
      note text,
      changed_at timestamptz(3) not null,
      changed_by uuid,
      published_at timestamptz(3),
      published_by uuid,
      primary key (kind, version)
    );
    create unique index policy_one_published on clew.policy (kind) where status = 'published';
    create unique index policy_one_draft on clew.policy (kind) where status = 'draft';

    -- One row per record and moment holds the verdict of every policy asked then.
    create table clew.decision (
      id uuid primary key,
      at timestamptz(3) not null,
      object text not null,
      record_id uuid,
      arrival_id uuid,
      cause jsonb not null,
      verdicts json not null
    );
    create index decision_record on clew.decision (record_id, at desc);
    create index decision_arrival on clew.decision (arrival_id) where arrival_id is not null;
  `,
};
