/** History (by month), events, recycle bin. */
export const recordsMigration = {
  name: "0020-records",
  sql: `
    create table clew.change (
      id uuid not null,
      at timestamptz(3) not null,
      object text not null,
      record_id uuid not null,
      version int not null,
      actor_kind text not null,
      actor_id uuid,
      actor_name text not null,
      cause jsonb not null,
      diff jsonb,
      primary key (record_id, at, id)
    ) partition by range (at);
    create table clew.change_default partition of clew.change default;

    -- A partition for every month of a range; safe to call again.
    create function clew.ensure_change_months(from_at timestamptz, to_at timestamptz) returns void language plpgsql as $$
    declare month date := date_trunc('month', from_at at time zone 'UTC');
    begin
      while month <= to_at loop
        begin
          execute format('create table if not exists clew.%I partition of clew.change for values from (%L) to (%L)',
            'change_' || to_char(month, 'YYYY_MM'), month::timestamp at time zone 'UTC', (month + interval '1 month')::timestamp at time zone 'UTC');
        exception when check_violation then
          null; -- rows of that month already lie in the default partition and stay there
        end;
        month := month + interval '1 month';
      end loop;
    end $$;

    create table clew.event (
      id bigint generated always as identity primary key,
      at timestamptz(3) not null,
      name text not null,
      object text not null,
      ids uuid[] not null,
      owners uuid[] not null,
      pools uuid[] not null,
      actor_id uuid,
      cause jsonb not null
    );
    create index event_at on clew.event (at);

    create table clew.trash (
      object text not null,
      record_id uuid not null,
      row jsonb not null,
      title text,
      owner_id uuid,
      removed_at timestamptz(3) not null,
      removed_by uuid,
      primary key (object, record_id)
    );
    create index trash_removed_at on clew.trash (object, removed_at desc, record_id desc);
  `,
};
