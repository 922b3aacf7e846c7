/** Who holds what, who held it before, and how much everybody holds. */
export const poolMigration = {
  name: "0210-pool",
  sql: `
    -- One row per stay of a lead with a person or in a pool; the open one has no end.
    create table clew.hold (
      id uuid primary key,
      lead_id uuid not null,
      owner_id uuid,
      pool_id uuid,
      from_at timestamptz(3) not null,
      how text not null,
      cause jsonb not null,
      note text,
      to_at timestamptz(3),
      ended_how text,
      ended_by uuid,
      ended_note text,
      fire_at timestamptz(3),
      warned int not null default 0
    );
    create unique index hold_open on clew.hold (lead_id) where to_at is null;
    create index hold_lead on clew.hold (lead_id, from_at desc);
    create index hold_owner on clew.hold (owner_id, from_at desc) where owner_id is not null;
    create index hold_fire on clew.hold (fire_at) where to_at is null and fire_at is not null;
    create index hold_from on clew.hold (from_at);

    -- The counters behind every quota: locked by whoever changes an owner, so that limits hold exactly.
    create table clew.load (
      person_id uuid primary key,
      held int not null default 0,
      day date,
      claimed int not null default 0,
      assigned int not null default 0,
      last_claim_at timestamptz(3)
    );
  `,
};
