/** What un-merging needs besides the before-images: whose each value was, and which clocks ran. */
export const provenanceMigration = {
  name: "0310-merge-provenance",
  sql: `
    alter table clew.merge
      -- Field → why it was chosen, and whether it is the other's alone.
      add column chosen jsonb not null default '{}',
      -- Response clocks of both as they ran before the merge.
      add column clocks jsonb not null default '[]';
  `,
};
