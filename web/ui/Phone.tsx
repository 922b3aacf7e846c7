import { useWords } from "../words/words.ts";
import { groupPhone } from "./phone-number.ts";

/** A phone number in groups that calls when tapped; a masked one is only shown. */
export function Phone({ value }: { value: string }) {
  const t = useWords();
  const shown = groupPhone(value);
  if (value.includes("*")) return <span className="phone">{shown}</span>;
  return <a className="phone" href={`tel:${value}`} title={t("common:call_phone", { phone: shown })} onClick={(event) => event.stopPropagation()}>{shown}</a>;
}
