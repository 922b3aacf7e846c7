/** Who changed people, teams, roles, keys and settings. Records have a history of their own. */
export const auditMigration = {
  name: "0110-audit",
  sql: `
    create table clew.audit (
      id uuid primary key,
      at timestamptz(3) not null,
      event text not null,
      actor_kind text not null,
      actor_id uuid,
      actor_name text not null,
      address text,
      subject text not null,
      subject_id text not null,
      subject_name text not null,
      diff jsonb not null
    );
    create index audit_at on clew.audit (at desc, id desc);
    create index audit_subject on clew.audit (subject, subject_id, at desc);
  `,
};
