/** When the score of a lead is looked at again: something it did came in, or fades. */
export const scoreMigration = {
  name: "0310-score-due",
  sql: `
    create table clew.score_due (
      lead_id uuid primary key,
      due_at timestamptz(3) not null
    );
    create index score_due_at on clew.score_due (due_at);
  `,
};
