import { Link, useSearchParams } from "react-router";
import { useMe } from "../api/me.ts";
import { useLocale } from "../words/words.ts";
import { clickTarget } from "./click.ts";
import type { Cell, Kind } from "./data.ts";
import { shownNumber } from "./shown-number.ts";

interface Props {
  cell: Cell | undefined;
  kind: Kind;
  /** What the number is, for those who hear it. */
  label: string;
  short?: boolean;
  className?: string;
}

/** A number that opens its records; a zero or a missing one is only shown. */
export function NumberLink({ cell, kind, label, short = false, className = "" }: Props) {
  const locale = useLocale();
  const [params] = useSearchParams();
  const { currency } = useMe().organisation;
  if (!cell) return <span className="quiet">–</span>;
  const shown = shownNumber(cell.value, kind, locale, currency, short);
  const exact = short ? shownNumber(cell.value, kind, locale, currency) : undefined;
  const to = clickTarget(cell, params);
  const title = exact === shown ? undefined : exact;
  if (!to) return <span className={`number ${cell.value ? "" : "quiet"} ${className}`} title={title}>{shown}</span>;
  return <Link to={to} className={`number number-link ${className}`} title={title} aria-label={`${label} ${exact ?? shown}`}>{shown}</Link>;
}
