import { FallOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { fullNumber } from "../ui/numbers.ts";
import { useText, useWords } from "../words/words.ts";
import { listAddress } from "./click.ts";
import type { Section } from "./data.ts";
import type { Leak } from "./leak.ts";

/** Where the funnel loses most, in one sentence that opens those who were lost. */
export function LeakNote({ leak, section }: { leak: Leak; section: Section }) {
  const t = useWords();
  const text = useText();
  const [from, to] = [section.rows[leak.row - 1], section.rows[leak.row]];
  if (!from || !to) return null;
  return (
    <p className="leak">
      <FallOutlined /> <span>{t("insight:leak", { from: text(from.title), to: text(to.title), share: `${fullNumber(leak.share * 100, 1)}%` })}</span>
      {leak.click && <Link to={listAddress(leak.click.object, leak.click.filter)}>{t("insight:leak_open", { n: fullNumber(leak.lost) })}</Link>}
    </p>
  );
}
