import { Button, Input, Radio, Switch } from "antd";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import { useObjects } from "../api/objects.ts";
import { Waiting } from "../app/Waiting.tsx";
import { Empty } from "../ui/Empty.tsx";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { useWords } from "../words/words.ts";
import { ON_MATCH, useChannels, type Channel as Channel_, type ChannelSettings } from "./channels.ts";
import { Defaults } from "./Defaults.tsx";
import { FormDesign } from "./FormDesign.tsx";
import { FormShare } from "./FormShare.tsx";
import "./manage.css";
import { Mapping } from "./Mapping.tsx";
import { Once } from "./Once.tsx";
import { useSave } from "./save.ts";
import { SiteTracking } from "./SiteTracking.tsx";
import { WebhookAddress } from "./WebhookAddress.tsx";

/** One door: what it is called, how its data becomes a lead, what happens to known customers, how to reach it. */
export default function Channel() {
  const t = useWords();
  const { channel: key = "" } = useParams();
  const channels = useChannels();
  if (channels.isPending) return <Waiting />;
  if (!channels.data) return <Problem error={channels.error} retry={() => void channels.refetch()} />;
  const channel = channels.data.find((each) => each.key === key);
  if (!channel) return <Empty title={t("channels:none")} />;
  return <Editor key={channel.key} stored={channel} />;
}

function Editor({ stored }: { stored: Channel_ }) {
  const t = useWords();
  const can = useCan();
  const go = useNavigate();
  const lead = useObjects().data?.find((each) => each.key === "lead");
  const [draft, setDraft] = useState(stored);
  const [saved, setSaved] = useState(0);
  const settings = (change: Partial<ChannelSettings>): void => setDraft((now) => ({ ...now, settings: { ...now.settings, ...change } }));
  const save = useSave(
    () => call<Channel_>("PATCH", `/channels/${stored.key}`, { body: { name: draft.name, active: draft.active, mapping: draft.mapping, on_match: draft.on_match, settings: draft.settings } }),
    { refresh: ["channel"], said: t("records:saved"), done: (answer) => { setDraft(answer); setSaved((n) => n + 1); } },
  );
  const remove = useSave(() => call("DELETE", `/channels/${stored.key}`), { refresh: ["channel"], said: t("channels:removed"), done: () => void go("/channels") });
  const dirty = JSON.stringify(draft) !== JSON.stringify(stored);
  const form = draft.kind === "form";
  return (
    <PageFrame
      title={stored.name} aside={<>{t(`records:channel_${stored.kind}`)} · <Link to={`/arrivals?channel=${stored.key}`}>{t("channels:see_arrivals")}</Link></>}
      actions={can("channel:edit") && <>
        {can("channel:remove") && <Button onClick={() => remove.mutate(undefined)}>{t("channels:remove")}</Button>}
        <Button type="primary" disabled={!dirty} loading={save.isPending} onClick={() => save.mutate(undefined)}>{t("common:save")}</Button>
      </>}
    >
      <div className={form ? "columns-2" : ""}>
        <div className="stack" style={{ maxWidth: 860 }}>
          <section className="panel">
            <h2>{t("channels:general")}</h2>
            <div className="line">
              <label htmlFor="channel-name">{t("channels:name")}</label><Input id="channel-name" value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.target.value })} />
              <span className="line-label">{t("channels:on")}</span><div><Switch checked={draft.active} aria-label={t("channels:on")} onChange={(active) => setDraft({ ...draft, active })} /><p className="hint">{t("channels:on_hint")}</p></div>
            </div>
          </section>
          {form && lead && <FormDesign lead={lead} settings={draft.settings} onChange={settings} />}
          {!form && draft.kind !== "import" && draft.kind !== "hand" && lead && <Mapping channel={draft} lead={lead} onChange={(mapping) => setDraft({ ...draft, mapping })} />}
          {form && <SiteTracking channel={stored} settings={draft.settings} onChange={settings} />}
          {lead && <Defaults lead={lead} defaults={draft.settings.defaults ?? {}} onChange={(defaults) => settings({ defaults })} />}
          <section className="panel">
            <h2>{t("channels:on_match")}</h2>
            <Radio.Group value={draft.on_match ?? "policy"} onChange={(event) => setDraft({ ...draft, on_match: event.target.value === "policy" ? null : (event.target.value as Channel_["on_match"]) })}>
              {(["policy", ...ON_MATCH] as const).map((each) => <Radio key={each} value={each} className="option">{t(`channels:match_${each}`)}<div className="hint">{t(`channels:match_${each}_hint`)}</div></Radio>)}
            </Radio.Group>
          </section>
          {draft.kind === "api" && (
            <section className="panel">
              <h2>{t("channels:address")}</h2>
              <p className="hint" style={{ marginBottom: 8 }}>{t("channels:address_api")} <Link to="/api-keys">{t("nav:api_keys")}</Link></p>
              <Once text={stored.capture_url} />
              <p className="hint" style={{ margin: "10px 0 6px" }}>{t("channels:try_it")}</p>
              <Once text={`curl -X POST ${stored.capture_url} \\\n  -H "Authorization: Bearer ${t("channels:your_key")}" \\\n  -H "Content-Type: application/json" \\\n  -d '{"name":"王伟","phone":"13912345678"}'`} />
            </section>
          )}
          {draft.kind === "webhook" && <WebhookAddress channel={stored} />}
        </div>
        {form && <FormShare channel={stored} version={saved} dirty={dirty} />}
      </div>
    </PageFrame>
  );
}
