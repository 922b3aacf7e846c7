/** Predictive score: models, trainings, leads waiting for a prediction, alarms. */
export const predictMigration = {
  name: "0700-predict",
  sql: `
    create table clew.predict_model (
      version int primary key,
      status text not null check (status in ('draft', 'kept', 'active')),
      -- The version whose training this one comes from: itself, or the one somebody changed by hand.
      trained_version int not null,
      body jsonb not null,
      figures jsonb not null,
      -- Leads the model was measured on, with the version that was trained only.
      holdout json,
      changed int not null default 0,
      created_at timestamptz(3) not null,
      created_by uuid,
      activated_at timestamptz(3),
      activated_by uuid
    );
    create unique index predict_model_active on clew.predict_model (status) where status = 'active';
    create unique index predict_model_draft on clew.predict_model (status) where status = 'draft';

    create table clew.predict_run (
      id uuid primary key,
      status text not null check (status in ('running', 'done', 'failed', 'cancelled')),
      phase text not null default 'reading' check (phase in ('reading', 'looking', 'fitting')),
      done int not null default 0,
      total int not null,
      allow text[] not null default '{}',
      version int,
      problem jsonb,
      started_at timestamptz(3) not null,
      finished_at timestamptz(3),
      beat_at timestamptz(3),
      created_by uuid
    );
    create unique index predict_run_running on clew.predict_run (status) where status = 'running';
    create index predict_run_started on clew.predict_run (started_at desc);

    create table clew.predict_queue (lead_id uuid primary key);

    create table clew.predict_check (
      one boolean primary key default true check (one),
      due_at timestamptz(3) not null,
      checked_at timestamptz(3),
      version int,
      findings jsonb
    );
    insert into clew.predict_check (due_at) values ('infinity');

    create table clew.predict_alarm (
      id uuid primary key,
      version int not null,
      kind text not null check (kind in ('drift', 'decay')),
      key text not null,
      facts jsonb not null,
      raised_at timestamptz(3) not null,
      cleared_at timestamptz(3)
    );
    create unique index predict_alarm_standing on clew.predict_alarm (version, kind, key) where cleared_at is null;
  `,
};
