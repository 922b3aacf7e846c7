/** What the mapping page shows of a file outlives the page. */
export const importSampleMigration = {
  name: "0262-import-sample",
  sql: "alter table clew.import add column sample jsonb not null default '[]'",
};
