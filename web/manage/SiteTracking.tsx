import { InputNumber, Select } from "antd";
import { useWords } from "../words/words.ts";
import type { Channel, ChannelSettings } from "./channels.ts";
import { Once } from "./Once.tsx";

const EVENT_DAYS = 90;

/** What visitors do on the company's own pages: which sites may report, the line to put there, how long unknown visitors are kept. */
export function SiteTracking({ channel, settings, onChange }: { channel: Channel; settings: ChannelSettings; onChange: (change: Partial<ChannelSettings>) => void }) {
  const t = useWords();
  const home = (channel.form_url ?? "").replace(/\/f\/[^/]*$/, "");
  // What is typed with a path is meant as the site it lies on.
  const origins = (typed: string[]): string[] => [...new Set(typed.map((each) => each.trim()).map((each) => (URL.canParse(each) ? new URL(each).origin : each)).filter((each) => /^https?:\/\//.test(each)))];
  return (
    <section className="panel" aria-label={t("score:site")}>
      <h2>{t("score:site")}</h2>
      <div className="stack" style={{ gap: 10 }}>
        <p className="hint">{t("score:site_hint")}</p>
        <div className="line">
          <span className="line-label">{t("score:site_origins")}</span>
          <div><Select mode="tags" open={false} suffixIcon={null} style={{ width: "100%" }} aria-label={t("score:site_origins")} placeholder="https://www.example.com" value={settings.site_origins ?? []} onChange={(typed: string[]) => onChange({ site_origins: origins(typed) })} /><p className="hint">{t("score:site_origins_hint")}</p></div>
          <span className="line-label">{t("score:site_days")}</span>
          <div className="sentence"><InputNumber<number> style={{ width: 84 }} min={1} max={730} precision={0} value={settings.events_days ?? EVENT_DAYS} aria-label={t("score:site_days")} onChange={(days) => days !== null && onChange({ events_days: days })} /><span className="hint">{t("score:site_days_hint")}</span></div>
        </div>
        {(channel.settings.site_origins ?? []).length === 0 ? <p className="hint">{t("score:site_origins_missing")}</p> : (
          <>
            <Once text={`<script src="${home}/t/${channel.key}.js" async></script>`} />
            <p className="hint">{t("score:site_consent")}</p>
            <Once text="clew('consent', true)" />
            <p className="hint">{t("score:site_identify")}</p>
            <Once text="clew('identify', { phone: '13912345678', email: 'wang@example.com' })" />
          </>
        )}
      </div>
    </section>
  );
}
