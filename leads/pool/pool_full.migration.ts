/** Converted leads are counted beside open ones, so that counters stay true whatever the rules say of them; extensions have a log. */
export const poolFullMigration = {
  name: "0320-pool-full",
  sql: `
    alter table clew.load add column converted int not null default 0;
    do $$ begin
      if to_regclass('crm.lead') is not null then
        insert into clew.load (person_id) select distinct owner_id from crm.lead where owner_id is not null and stage <> 'disqualified' on conflict do nothing;
        update clew.load l set held = coalesce(x.held, 0), converted = coalesce(x.converted, 0)
        from clew.load o left join (
          select owner_id, count(*) filter (where stage <> 'converted') as held, count(*) filter (where stage = 'converted') as converted
          from crm.lead where owner_id is not null and stage <> 'disqualified' group by owner_id) x on x.owner_id = o.person_id
        where l.person_id = o.person_id;
      end if;
    end $$;

    -- Every time somebody put off the recycling of a lead; those of one hold are counted against the owner's own limit.
    create table clew.extension (
      id uuid primary key,
      lead_id uuid not null,
      hold_id uuid not null,
      by uuid,
      at timestamptz(3) not null,
      days int not null,
      until timestamptz(3) not null,
      reason text not null,
      -- Within what the owner may do alone; otherwise a manager's.
      own boolean not null
    );
    create index extension_lead on clew.extension (lead_id, at desc);
  `,
};
