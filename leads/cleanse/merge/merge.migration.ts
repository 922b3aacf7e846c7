/** Every merge with both records as they were, what moved and what changed, so that it can be taken back. */
export const mergeMigration = {
  name: "0250-merge",
  sql: `
    create table clew.merge (
      id uuid primary key,
      -- Merges made by one call share their event; the first has its id.
      event_id uuid not null,
      object text not null,
      survivor_id uuid not null,
      other_id uuid not null,
      before jsonb not null,
      changed jsonb not null,
      moved jsonb not null,
      at timestamptz(3) not null,
      by uuid,
      undone_at timestamptz(3),
      undone_by uuid
    );
    create unique index merge_other on clew.merge (other_id) where undone_at is null;
    create index merge_survivor on clew.merge (survivor_id, at desc);
    create index merge_event on clew.merge (event_id);
  `,
};
