/** How far running trials are: small, short-lived, worth nothing after a crash. */
export const trialsMigration = {
  name: "0032-trials",
  sql: `
    create unlogged table clew.trial (
      id uuid not null,
      actor_id uuid not null,
      done int not null default 0,
      total int not null default 0,
      state text not null default 'running' check (state in ('running', 'done', 'cancelled')),
      at timestamptz(3) not null,
      primary key (id, actor_id)
    );
  `,
};
