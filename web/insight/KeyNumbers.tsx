import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { useMe } from "../api/me.ts";
import { fullNumber } from "../ui/numbers.ts";
import { Problem } from "../ui/Problem.tsx";
import { useLocale, useText, useWords } from "../words/words.ts";
import { useSummary, type KeyNumber } from "./data.ts";
import { NumberLink } from "./NumberLink.tsx";
import type { Asked } from "./question.ts";
import { shownNumber } from "./shown-number.ts";

/** The numbers on top, each with the period before and whether the change is good news. */
export function KeyNumbers({ asked }: { asked: Asked }) {
  const text = useText();
  const summary = useSummary(asked);
  if (summary.error && !summary.data) return <Problem error={summary.error} retry={() => void summary.refetch()} />;
  if (!summary.data) return <div className="key-numbers key-numbers-waiting" role="status" aria-busy="true" />;
  return (
    <div className="key-numbers" aria-busy={summary.isPlaceholderData}>
      {summary.data.items.map((item) => (
        <div key={item.key} className="key-number">
          <span className="quiet">{text(item.title)}</span>
          <NumberLink cell={item} kind={item.kind} label={text(item.title)} short className={item.key === "overdue" && item.value ? "key-bad" : ""} />
          <Before item={item} previous={summary.data.previous_period} />
        </div>
      ))}
    </div>
  );
}

function Before({ item, previous }: { item: KeyNumber; previous: { from: string; to: string } }) {
  const t = useWords();
  const locale = useLocale();
  const { currency } = useMe().organisation;
  if (!item.previous) return <small className="quiet">{t("insight:now")}</small>;
  const before = shownNumber(item.previous.value, item.kind, locale, currency, true);
  const { change } = item;
  const good = change === null || Math.abs(change) < 0.0005 || item.better === null ? undefined : change > 0 === (item.better === "up");
  return (
    <small title={`${previous.from} – ${previous.to}`}>
      {change !== null && Math.abs(change) >= 0.0005 && (
        <b className={good === undefined ? "quiet" : good ? "key-good" : "key-bad"} aria-label={t(change > 0 ? "insight:up" : "insight:down", { n: `${fullNumber(Math.abs(change) * 100, 1)}%` })}>
          {change > 0 ? <ArrowUpOutlined /> : <ArrowDownOutlined />}{fullNumber(Math.abs(change) * 100, 1)}%
        </b>
      )}
      <span className="quiet">{t("insight:before", { value: before })}</span>
    </small>
  );
}
