import { fullNumber } from "../../ui/numbers.ts";
import { useText, useWords } from "../../words/words.ts";
import "../../design/route/route.css";
import type { Preview } from "./handovers.ts";

const MOST_SHOWN = 30;

/** Who would hold how many afterwards, and lead by lead where it goes and why. */
export function PreviewTable({ preview }: { preview: Preview }) {
  const t = useWords();
  const text = useText();
  return (
    <div className="stack" style={{ gap: 10 }}>
      <p className="says">{preview.moving === 0 ? t("route:preview_none") : `${t("route:preview_says", { moving: fullNumber(preview.moving), staying: fullNumber(preview.staying) })}${preview.to_pool > 0 ? ` ${t("route:preview_pool", { n: fullNumber(preview.to_pool) })}` : ""}`}</p>
      {preview.people.length > 0 && (
        <div className="scroll-x">
          <table className="impact">
            <thead><tr><th>{t("route:who")}</th><th>{t("route:holds_now")}</th><th>{t("route:gives")}</th><th>{t("route:gets")}</th><th>{t("route:holds_after")}</th></tr></thead>
            <tbody>
              {preview.people.map((person) => (
                <tr key={person.id}>
                  <td>{person.name}</td><td>{fullNumber(person.held)}</td><td>{person.loses > 0 ? `−${fullNumber(person.loses)}` : ""}</td><td>{person.gets > 0 ? <b>+{fullNumber(person.gets)}</b> : ""}</td>
                  <td>{fullNumber(person.after)}{person.cap !== null && person.after > person.cap && <small className="down"> {t("route:over_cap", { cap: fullNumber(person.cap) })}</small>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <ul className="moves">
        {preview.items.slice(0, MOST_SHOWN).map((item) => (
          <li key={item.id}>
            {item.name || t("records:no_name")} <span className="quiet">{item.from.name} →</span> {item.to ? <b>{item.to.name}</b> : <span className="quiet">{t("route:stays")}</span>}
            <small>{item.explain.map(text).join(" · ")}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}
