import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "../words/words.ts";
import type { Channel } from "./channels.ts";
import { Once } from "./Once.tsx";

/** How the form looks and how people get to it: link, QR code, a snippet for one's own page. */
export function FormShare({ channel, version, dirty }: { channel: Channel; version: number; dirty: boolean }) {
  const t = useWords();
  const [failed, setFailed] = useState(false);
  const address = channel.form_url ?? "";
  const path = `/f/${encodeURIComponent(channel.key)}`;
  // Framed from its text: the hosted page itself may only be framed by the sites its owner named.
  const hosted = useQuery({ queryKey: ["form", channel.key, version], queryFn: () => formPage(path), staleTime: 0, retry: false });
  return (
    <aside className="stack">
      <section className="panel">
        <h2>{t("channels:share")}</h2>
        <div className="stack" style={{ gap: 8 }}>
          <Once text={address} />
          {!failed && <div className="row"><img className="qr" src={`${path}/qr.svg`} alt={t("channels:qr")} onError={() => setFailed(true)} /><Button href={`${path}/qr.svg`} download={`${channel.key}.svg`}>{t("channels:qr_download")}</Button></div>}
          <p className="hint">{t("channels:embed_hint")}</p>
          <Once text={`<script src="${address}/embed.js" async></script>`} />
        </div>
      </section>
      <section className="panel">
        <h2>{t("channels:preview")}{dirty && <small>{t("channels:preview_saved")}</small>}</h2>
        {!channel.active && <p className="hint">{t("channels:preview_off")}</p>}
        {channel.active && hosted.data === "" && <p className="hint">{t("channels:preview_none")}</p>}
        {channel.active && hosted.data && <iframe className="preview" sandbox="allow-same-origin" srcDoc={hosted.data} title={t("channels:preview")} />}
      </section>
    </aside>
  );
}

/** The form's page with its addresses made whole; empty where no form is served. */
async function formPage(path: string): Promise<string> {
  const answer = await fetch(path);
  const text = answer.ok ? await answer.text() : "";
  return text.includes("<form") ? text.replace("<head>", `<head><base href="${location.origin}${path}">`) : "";
}
