/** Solutions of public forms, so that each counts once; tokens of webhooks. */
export const formMigration = {
  name: "0205-forms",
  sql: `
    create table clew.form_solution (
      signature text primary key,
      expires_at timestamptz(3) not null
    );
    create index form_solution_expires on clew.form_solution (expires_at);

    alter table clew.channel add column token_digest text;
  `,
};
