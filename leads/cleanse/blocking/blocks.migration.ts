/**
 * Where records meet that arrivals may be like: filled only while the published match policy weighs fields of what arrives.
 * `match_base` says how common values are, and for which comparisons the records have been filed.
 */
export const blocksMigration = {
  name: "0311-match-blocks",
  sql: `
    create table clew.match_block (
      key bigint not null,
      object text not null,
      record_id uuid not null,
      primary key (key, record_id)
    );
    create index match_block_record on clew.match_block (record_id);
    create table clew.match_base (
      only_one boolean primary key default true check (only_one),
      -- What the filed keys were made of; another policy with the same needs no new filing.
      signature text not null,
      ready boolean not null,
      frequencies jsonb not null,
      measured_at timestamptz(3) not null
    );
  `,
};
