/** What each conversion made and moved, so that it can be taken back. */
export const convertMigration = {
  name: "0240-convert",
  sql: `
    create table clew.conversion (
      id uuid primary key,
      lead_id uuid not null,
      created jsonb not null,
      moved jsonb not null,
      before jsonb not null,
      at timestamptz(3) not null,
      by uuid,
      undone_at timestamptz(3),
      undone_by uuid
    );
    create index conversion_lead on clew.conversion (lead_id, at desc);
  `,
};
