/** Who asked whether a customer is taken, what they asked and what they were told. */
export const takenMigration = {
  name: "0320-taken",
  sql: `
    create table clew.taken_query (
      id uuid primary key,
      at timestamptz(3) not null,
      actor_kind text not null,
      actor_id uuid,
      actor_name text not null,
      address text,
      asked jsonb not null,
      -- Null: refused, because there were too many.
      found boolean,
      object text,
      record_id uuid
    );
    create index taken_query_at on clew.taken_query (at desc, id desc);
    create index taken_query_actor on clew.taken_query (actor_id, at desc);
  `,
};
