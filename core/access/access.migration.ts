import { STANDARD_ROLES } from "./roles.ts";

/** The organisation, its people and what they may do. */
export const accessMigration = {
  name: "0100-access",
  sql: `
    create schema if not exists clew;

    create table clew.organisation (
      only_one boolean primary key default true check (only_one),
      name text not null, time_zone text not null, locale text not null, currency text not null, country text not null,
      settings jsonb not null default '{}', updated_at timestamptz not null default now()
    );

    create table clew.role (
      key text primary key, label jsonb not null, grants jsonb not null, standard boolean not null default false,
      created_at timestamptz not null default now(), updated_at timestamptz not null default now(), version int not null default 1
    );
    insert into clew.role (key, label, grants, standard)
      select key, label, grants, true from jsonb_to_recordset($roles$${JSON.stringify(STANDARD_ROLES)}$roles$) as standard(key text, label jsonb, grants jsonb);

    create table clew.team (
      id uuid primary key, name text not null, parent_id uuid references clew.team, manager_id uuid,
      created_at timestamptz not null default now(), updated_at timestamptz not null default now(), version int not null default 1
    );
    create index team_parent on clew.team (parent_id);

    create table clew.person (
      id uuid primary key, name text not null, email text not null unique check (email = lower(email)),
      role text not null references clew.role, team_id uuid references clew.team, phone text,
      status text not null default 'active' check (status in ('active', 'inactive')),
      locale text check (locale in ('zh-CN', 'en')), settings jsonb not null default '{}',
      territories text[] not null default '{}', skills text[] not null default '{}',
      cap_open int check (cap_open >= 0), cap_daily int check (cap_daily >= 0),
      created_at timestamptz not null default now(), updated_at timestamptz not null default now(), version int not null default 1
    );
    create index person_team on clew.person (team_id);
    create index person_role on clew.person (role);
    alter table clew.team add constraint team_manager foreign key (manager_id) references clew.person;

    create table clew.leave (
      id uuid primary key, person_id uuid not null references clew.person, from_at timestamptz not null, to_at timestamptz not null,
      note text, created_at timestamptz not null default now(), check (from_at < to_at)
    );
    create index leave_person on clew.leave (person_id, from_at);

    create table clew.api_key (
      id uuid primary key, name text not null, digest bytea not null unique, prefix text not null,
      role text not null, scope text not null check (scope in ('own', 'team', 'all')),
      per_minute int check (per_minute > 0), created_by uuid references clew.person,
      created_at timestamptz not null default now(), last_used_at timestamptz, revoked_at timestamptz
    );
    create index api_key_role on clew.api_key (role);
  `,
};
