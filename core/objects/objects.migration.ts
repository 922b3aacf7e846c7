/** Metadata tables; one table per object follows from them in schema crm. */
export const objectsMigration = {
  name: "0010-objects",
  sql: `
    create schema if not exists crm;
    create table clew.object (
      key text primary key,
      label jsonb not null,
      title text not null,
      standard boolean not null default false,
      indexes jsonb not null default '[]',
      position int not null default 0,
      retired_at timestamptz(3)
    );
    create table clew.field (
      object text not null references clew.object(key),
      key text not null,
      def jsonb not null,
      standard boolean not null default false,
      position int not null default 0,
      retired_at timestamptz(3),
      primary key (object, key)
    );
  `,
};
