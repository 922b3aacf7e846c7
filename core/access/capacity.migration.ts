/** Who takes how many leads of which grade, when each person works, and who covers for whom. */
export const capacityMigration = {
  name: "0110-capacity",
  sql: `
    -- Open leads per letter of the grade, e.g. {"A": 5}; null: no limit. Weekly windows in the organisation's time zone; null: the company's hours.
    alter table clew.person add column cap_grades jsonb not null default '{}', add column shifts jsonb;

    -- cover: {"to": "person", "id": …}, {"to": "team", "id": …} or {"to": "policy"}; fire_at: when something is to be done about it.
    alter table clew.leave add column cover jsonb, add column comes_back boolean not null default true,
      add column state text not null default 'plain' check (state in ('plain', 'waiting', 'covered', 'over')), add column fire_at timestamptz(3);
    create index leave_fire on clew.leave (fire_at) where fire_at is not null;
  `,
};
