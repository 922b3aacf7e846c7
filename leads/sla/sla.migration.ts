/** Response clocks and the calendar they run by. */
export const slaMigration = {
  name: "0220-sla",
  sql: `
    create table clew.clock (
      id uuid primary key,
      lead_id uuid not null,
      clock text not null,
      step text not null,
      owner_id uuid,
      grade text,
      source text,
      policy_version int not null,
      started_at timestamptz(3) not null,
      due_at timestamptz(3) not null,
      stopped_at timestamptz(3),
      state text not null check (state in ('running', 'met', 'missed', 'cancelled')),
      breached_at timestamptz(3),
      steps jsonb not null,
      fired int not null default 0,
      fire_at timestamptz(3),
      reasons jsonb not null default '[]'
    );
    create index clock_lead on clew.clock (lead_id, started_at desc);
    create index clock_fire on clew.clock (fire_at) where state = 'running' and fire_at is not null;
    create index clock_running on clew.clock (owner_id, due_at) where state = 'running';
    create index clock_started on clew.clock (started_at);
  `,
};
