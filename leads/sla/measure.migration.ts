/** How long what a clock measures took, in the clock's own time. */
export const slaMeasureMigration = {
  name: "0560-sla-own-time",
  sql: `
    -- Seconds from the start to what it measures, as its rule counts them: working hours, leave and pauses left out. Filled in once by the sweep.
    alter table clew.clock add column own_seconds int;
    create index clock_unmeasured on clew.clock (stopped_at) where own_seconds is null and (answered or state = 'met');
  `,
};
