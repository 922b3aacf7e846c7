/** Files being brought in, their problem rows, and what rows of other objects than leads became. */
export const importMigration = {
  name: "0260-import",
  sql: `
    create table clew.import (
      id uuid primary key,
      file_name text not null,
      object text not null,
      status text not null check (status in ('uploaded', 'previewing', 'previewed', 'running', 'done', 'failed', 'cancelled', 'undone')),
      format text not null,
      encoding text,
      sheets jsonb,
      options jsonb not null,
      columns jsonb not null,
      date_orders jsonb not null,
      suggestions jsonb not null,
      mapping jsonb not null,
      defaults jsonb not null default '{}',
      on_match text,
      rows_total int not null,
      rows_done int not null default 0,
      counts jsonb not null default '{}',
      rows_previewed int not null default 0,
      preview jsonb,
      undo jsonb,
      problem jsonb,
      actor jsonb not null,
      created_by uuid,
      created_at timestamptz(3) not null,
      started_at timestamptz(3),
      finished_at timestamptz(3),
      -- Moved by whoever works on it; one that stops moving is taken up again.
      beat_at timestamptz(3)
    );
    create index import_created on clew.import (created_at desc, id desc);
    create index import_beat on clew.import (beat_at) where status in ('previewing', 'running');

    create table clew.import_problem (
      import_id uuid not null references clew.import on delete cascade,
      phase text not null check (phase in ('preview', 'run')),
      row_number int not null,
      outcome text not null,
      cells jsonb not null,
      reasons jsonb not null,
      primary key (import_id, phase, row_number)
    );

    -- Leads have the ledger for this.
    create table clew.import_record (
      import_id uuid not null references clew.import on delete cascade,
      row_number int not null,
      record_id uuid not null,
      outcome text not null check (outcome in ('created', 'updated')),
      primary key (import_id, row_number)
    );
  `,
};
