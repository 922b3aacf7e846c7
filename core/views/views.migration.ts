/** Saved views of lists, and the order each person keeps them in. */
export const viewsMigration = {
  name: "0710-views",
  sql: `
    create table clew.view (
      id uuid primary key,
      object text not null,
      name text not null,
      owner_id uuid not null references clew.person,
      shared text not null check (shared in ('private', 'team', 'all')),
      team_id uuid references clew.team on delete set null,
      -- Not jsonb: a list knows its view by the very text of its conditions.
      body json not null,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      version int not null default 1,
      removed_at timestamptz(3)
    );
    create index view_object on clew.view (object) where removed_at is null;
    create index view_removed on clew.view (removed_at) where removed_at is not null;
    create table clew.view_order (
      person_id uuid not null references clew.person,
      object text not null,
      ids uuid[] not null,
      primary key (person_id, object)
    );
    -- Organisations from before views could be shared: whoever runs a team or the marketing may.
    update clew.role set grants = jsonb_set(grants, '{verbs,view}', (grants #> '{verbs,view}') || '["share"]')
      where key in ('manager', 'marketer') and grants #> '{verbs,view}' is not null and not grants #> '{verbs,view}' ? 'share';
  `,
};
