/** When each task reminds its owner, and for which time it already has. */
export const tasksMigration = {
  name: "0230-tasks",
  sql: `
    create table clew.reminder (
      task_id uuid primary key,
      remind_at timestamptz(3),
      fire_at timestamptz(3),
      fired_for timestamptz(3),
      fired_at timestamptz(3)
    );
    create index reminder_fire on clew.reminder (fire_at) where fire_at is not null;
  `,
};
