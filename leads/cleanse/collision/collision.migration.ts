/** Two people with a claim on one customer: what each says, who decides until when, and what became of it. */
export const collisionMigration = {
  name: "0330-collision",
  sql: `
    create table clew.collision (
      id uuid primary key,
      object text not null,
      record_id uuid not null,
      -- The claimant's own lead of the same customer, where there is one.
      rival_id uuid,
      holder_id uuid not null,
      claimant_id uuid not null,
      how text not null check (how in ('arrival', 'conversion', 'claim')),
      arrival_id uuid,
      -- How the claimant named the customer.
      asked jsonb not null default '{}',
      opened_at timestamptz(3) not null,
      opened_by uuid,
      state text not null check (state in ('open', 'decided', 'appealed', 'final', 'withdrawn')),
      -- Ownership of the record cannot change meanwhile.
      frozen boolean not null generated always as (state in ('open', 'appealed')) stored,
      holder jsonb not null,
      claimant jsonb not null,
      proposal jsonb not null,
      -- Null: whoever may decide for the whole organisation.
      decider_id uuid,
      -- Everybody who was asked to decide.
      deciders uuid[] not null,
      level int not null default 0,
      due_at timestamptz(3),
      fire_at timestamptz(3),
      verdict text check (verdict in ('holder', 'claimant', 'split')),
      -- The holder's part of a split, in percent.
      share int,
      note text,
      decided_at timestamptz(3),
      decided_by uuid,
      appeal_until timestamptz(3),
      appealed_by uuid
    );
    create unique index collision_once on clew.collision (record_id, claimant_id) where frozen;
    create index collision_rival on clew.collision (rival_id) where frozen and rival_id is not null;
    create index collision_record on clew.collision (record_id, opened_at desc);
    create index collision_fire on clew.collision (fire_at) where fire_at is not null;
    create index collision_list on clew.collision (frozen, opened_at desc, id desc);
    create index collision_holder on clew.collision (holder_id, opened_at desc);
    create index collision_claimant on clew.collision (claimant_id, opened_at desc);

    create table clew.collision_step (
      id uuid primary key,
      collision_id uuid not null references clew.collision,
      record_id uuid not null,
      object text not null,
      at timestamptz(3) not null,
      kind text not null check (kind in ('opened', 'evidence', 'escalated', 'decided', 'appealed', 'withdrawn')),
      by uuid,
      facts jsonb not null default '{}'
    );
    create index collision_step_of on clew.collision_step (collision_id, at, id);
    create index collision_step_record on clew.collision_step (record_id, at desc, id desc);
  `,
};
