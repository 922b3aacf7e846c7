/** What visitors do on the company's site, and who they turned out to be. */
export const eventsMigration = {
  name: "0210-site-events",
  sql: `
    create table clew.site_visitor (
      id uuid primary key,
      lead_id uuid,
      -- What a visitor said about themselves while no lead had it: kept until one does, or for as long as their events.
      phone text,
      email_key text,
      look_at timestamptz(3),
      looks int not null default 0,
      expires_at timestamptz(3)
    );
    create index site_visitor_lead on clew.site_visitor (lead_id) where lead_id is not null;
    create index site_visitor_look on clew.site_visitor (look_at) where look_at is not null;
    create index site_visitor_expires on clew.site_visitor (expires_at) where lead_id is null;

    create table clew.site_event (
      id uuid primary key,
      channel text not null,
      visitor_id uuid not null,
      lead_id uuid,
      at timestamptz(3) not null,
      kind text not null check (kind in ('page', 'download', 'form_start', 'form_submit', 'identify')),
      url text,
      title text,
      referrer text,
      utm jsonb,
      expires_at timestamptz(3)
    );
    create index site_event_lead on clew.site_event (lead_id, at desc, id desc) where lead_id is not null;
    create index site_event_visitor on clew.site_event (visitor_id);
    create index site_event_expires on clew.site_event (expires_at) where lead_id is null;
  `,
};
