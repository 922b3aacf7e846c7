/** Clocks that stand still, calendars of teams, and what has to be computed again. */
export const slaPausesMigration = {
  name: "0520-sla-pauses",
  sql: `
    alter table clew.clock drop constraint clock_state_check;
    alter table clew.clock add constraint clock_state_check check (state in ('running', 'paused', 'met', 'missed', 'cancelled')) not valid;
    -- answered: it ended by what it measures, in time or late. paused_at and pause: the pause that lasts now; pauses: those that are over, as [{from, to, reason, by}].
    alter table clew.clock add column paused_at timestamptz(3), add column pause jsonb, add column pauses jsonb not null default '[]', add column answered boolean;
    -- The board in order of due time; a paused clock resumes by itself at fire_at.
    create index clock_due on clew.clock (step, due_at) where state = 'running';
    create index clock_paused on clew.clock (owner_id, paused_at) where state = 'paused';
    create index clock_resume on clew.clock (fire_at) where state = 'paused' and fire_at is not null;

    create table clew.team_calendar (
      team_id uuid primary key references clew.team on delete cascade,
      calendar jsonb not null,
      changed_at timestamptz not null,
      changed_by uuid
    );
    -- What everybody's calendar and leave were when their clocks were last computed.
    create table clew.working_hours (person_id uuid primary key, signature text not null);
    -- People whose clocks have to be computed again, those up to the id named done already.
    create table clew.clock_review (owner_id uuid primary key, after uuid not null default '00000000-0000-0000-0000-000000000000');
  `,
};
