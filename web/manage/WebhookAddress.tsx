import { Alert, Button, Popconfirm } from "antd";
import { useState } from "react";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import { useWords } from "../words/words.ts";
import type { Channel } from "./channels.ts";
import { Once } from "./Once.tsx";
import { useSave } from "./save.ts";

/** The address to enter on the other platform; the token in it is shown once and can be renewed. */
export function WebhookAddress({ channel }: { channel: Channel }) {
  const t = useWords();
  const can = useCan();
  const [address, setAddress] = useState<string>();
  const renew = useSave(() => call<{ capture_url: string }>("POST", `/channels/${channel.key}/token`), { refresh: ["channel"], done: (made) => setAddress(made.capture_url) });
  const make = <Button loading={renew.isPending} disabled={!can("channel:edit")} onClick={channel.has_token ? undefined : () => renew.mutate(undefined)}>{t(channel.has_token ? "channels:token_renew" : "channels:token_make")}</Button>;
  return (
    <section className="panel">
      <h2>{t("channels:address")}</h2>
      <div className="stack" style={{ gap: 8 }}>
        <p className="hint">{t("channels:address_webhook")}</p>
        {address ? <><Alert type="warning" showIcon title={t("channels:token_once")} /><Once text={address} /></> : <Once text={channel.has_token ? `${channel.capture_url}?token=••••••` : channel.capture_url} />}
        <div>{channel.has_token ? <Popconfirm title={t("channels:token_renew_ask")} okText={t("channels:token_renew")} onConfirm={() => renew.mutate(undefined)}>{make}</Popconfirm> : make}</div>
      </div>
    </section>
  );
}
