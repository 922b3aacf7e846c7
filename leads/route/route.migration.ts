/** Offers to be accepted in time, past conversion, and what was handed over in bulk. */
export const routeMigration = {
  name: "0270-route",
  sql: `
    -- A lead given to somebody who has to accept it by fire_at; the open one has no end.
    create table clew.route_offer (
      id uuid primary key,
      lead_id uuid not null,
      owner_id uuid not null,
      rule_id text not null,
      policy_version int not null,
      offered_at timestamptz(3) not null,
      fire_at timestamptz(3) not null,
      ended_at timestamptz(3),
      outcome text check (outcome in ('accepted', 'missed', 'moved'))
    );
    create index route_offer_due on clew.route_offer (fire_at) where ended_at is null;
    create index route_offer_lead on clew.route_offer (lead_id);
    create index route_offer_missed on clew.route_offer (owner_id, ended_at) where outcome = 'missed';

    -- Finished leads per person and likeness: the memory of "best match".
    create table clew.route_stat (
      person_id uuid not null,
      field text not null,
      value text not null,
      n int not null,
      won int not null,
      primary key (person_id, field, value)
    );
    create table clew.route_stat_run (only_one boolean primary key default true check (only_one), fire_at timestamptz(3));
    insert into clew.route_stat_run values (true, null);

    -- Many records given to others at once: a bulk re-route, somebody who leaves, a leave that is covered.
    create table clew.handover (
      id uuid primary key,
      kind text not null check (kind in ('reroute', 'leaver', 'leave')),
      person_id uuid,
      leave_id uuid,
      plan jsonb not null,
      actor jsonb not null,
      created_by uuid,
      created_at timestamptz(3) not null,
      status text not null check (status in ('running', 'done', 'failed', 'undoing', 'undone')),
      total int not null,
      done int not null default 0,
      policy_version int,
      problem jsonb,
      finished_at timestamptz(3),
      beat_at timestamptz(3)
    );
    create index handover_kind on clew.handover (kind, created_at desc);
    create index handover_person on clew.handover (person_id, created_at desc) where person_id is not null;
    create index handover_beat on clew.handover (beat_at) where status in ('running', 'undoing');
    create table clew.handover_item (
      handover_id uuid not null references clew.handover on delete cascade,
      n int not null,
      object text not null,
      record_id uuid not null,
      state text not null check (state in ('waiting', 'moved', 'kept', 'refused', 'back', 'stayed')),
      before jsonb,
      after jsonb,
      version int,
      reason jsonb,
      primary key (handover_id, n)
    );
    create index handover_item_state on clew.handover_item (handover_id, state, n);
  `,
};
