/**
 * Searches of the whole base for likely duplicates, and what they found. Clusters that wait for a decision belong to the newest finished
 * run; decided ones stay. A pair dismissed by a person is remembered for ever, under the smaller id first.
 */
export const duplicatesMigration = {
  name: "0310-duplicates",
  sql: `
    create table clew.duplicate_run (
      id uuid primary key,
      status text not null check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
      phase text check (phase in ('reading', 'pairing', 'comparing', 'grouping')),
      -- Where the phase stands: what a process that takes over goes on from.
      place text,
      started_at timestamptz(3) not null,
      finished_at timestamptz(3),
      done int not null default 0,
      total int not null default 0,
      pairs int not null default 0,
      clusters int not null default 0,
      started_by uuid,
      policy_version int not null,
      error text,
      -- Moved by whoever works on it; a run that stops moving is taken up again.
      beat_at timestamptz(3)
    );
    create index duplicate_run_started on clew.duplicate_run (started_at desc);
    create unique index duplicate_run_one on clew.duplicate_run ((true)) where status in ('queued', 'running');

    create table clew.duplicate_cluster (
      id uuid primary key,
      run_id uuid not null references clew.duplicate_run,
      size int not null,
      -- The strongest pair, 0 to 1.
      score real not null,
      status text not null check (status in ('open', 'merged', 'dismissed')),
      decided_by uuid,
      decided_at timestamptz(3)
    );
    create index duplicate_cluster_list on clew.duplicate_cluster (status, score desc, id desc);

    create table clew.duplicate_member (
      cluster_id uuid not null references clew.duplicate_cluster on delete cascade,
      lead_id uuid not null,
      -- Set when a person said that this one is somebody else.
      apart boolean not null default false,
      primary key (cluster_id, lead_id)
    );
    create index duplicate_member_lead on clew.duplicate_member (lead_id);

    create table clew.duplicate_pair (
      cluster_id uuid not null references clew.duplicate_cluster on delete cascade,
      left_id uuid not null,
      right_id uuid not null,
      score real not null,
      rule_id text not null,
      -- Reasons as data: how alike each compared field is.
      evidence jsonb not null,
      primary key (cluster_id, left_id, right_id)
    );

    create table clew.duplicate_dismissed (
      left_id uuid not null,
      right_id uuid not null,
      cluster_id uuid not null,
      at timestamptz(3) not null,
      by uuid,
      primary key (left_id, right_id)
    );
    create index duplicate_dismissed_right on clew.duplicate_dismissed (right_id);
    create index duplicate_dismissed_cluster on clew.duplicate_dismissed (cluster_id);

    -- Work of a running search; worth nothing afterwards, so the server need not log it.
    create unlogged table clew.duplicate_block (key bigint not null, lead_id uuid not null);
    create unlogged table clew.duplicate_candidate (left_id uuid not null, right_id uuid not null, primary key (left_id, right_id));
    create unlogged table clew.duplicate_found (left_id uuid not null, right_id uuid not null, score real not null, rule_id text not null, evidence jsonb not null, primary key (left_id, right_id));
  `,
};
