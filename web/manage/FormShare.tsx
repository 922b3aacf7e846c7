import { Button } from "antd";
import { useState } from "react";
import { useLocale, useWords } from "../words/words.ts";
import type { Channel } from "./channels.ts";
import { Once } from "./Once.tsx";

/** How the form looks and how people get to it: link, QR code, a snippet for one's own page. */
export function FormShare({ channel, version, dirty }: { channel: Channel; version: number; dirty: boolean }) {
  const t = useWords();
  const [failed, setFailed] = useState(false);
  const address = channel.form_url ?? "";
  const path = `/f/${encodeURIComponent(channel.key)}`;
  const spoken = useLocale();
  // Our own page from our own address: a sandbox would withhold its style sheet.
  // oxlint-disable-next-line react/iframe-missing-sandbox
  const preview = <iframe key={version} className="preview" src={`${path}?embed=1&lang=${spoken === "en" ? "en" : "zh"}`} title={t("channels:preview")} />;
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
        {channel.active && preview}
      </section>
    </aside>
  );
}
