import dayjs from "dayjs";
import { fieldTypes } from "../../core/language/fields/registry.ts";
import { Money } from "../ui/Money.tsx";
import { fullNumber } from "../ui/numbers.ts";
import { PersonName } from "../ui/PersonName.tsx";
import { Phone } from "../ui/Phone.tsx";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { useLocale, useText } from "../words/words.ts";
import type { ShowProps } from "./twin.ts";

/** Values that read as the field type itself writes them. */
export function ShowText({ field, value }: ShowProps) {
  return <>{fieldTypes[field.type].format(value, field, useLocale())}</>;
}

export function ShowLongText({ value }: ShowProps) {
  return <span className="long-text">{String(value)}</span>;
}

export function ShowNumber({ field, value }: ShowProps) {
  return <span className="number">{typeof value === "number" ? fullNumber(value, field.scale) : String(value)}{field.type === "percent" && "%"}</span>;
}

export function ShowMoney({ value }: ShowProps) {
  return typeof value === "number" ? <Money value={value} /> : <>{String(value)}</>;
}

export function ShowDate({ value }: ShowProps) {
  return <span className="number">{dayjs(String(value)).format("YYYY-MM-DD")}</span>;
}

export function ShowMoment({ value }: ShowProps) {
  return <RelativeTime at={String(value)} />;
}

/** The named colours of choices, calm enough for a list of hundreds. */
const COLOURS: Record<string, string> = {
  red: "#c8493f", volcano: "#cc6238", orange: "#cf7f2b", gold: "#c39a1f", yellow: "#c2ae2a", lime: "#8cab34", green: "#3f9a5f",
  cyan: "#2c9c9c", blue: "#3b82c4", geekblue: "#5468c4", purple: "#8159b5", magenta: "#b8508b", default: "#98a4a4",
};

export function ShowChoice({ field, value }: ShowProps) {
  const text = useText();
  const values = Array.isArray(value) ? value : [value];
  return (
    <span className="choices">
      {values.map((each) => {
        const choice = field.choices?.find((one) => one.value === each);
        return <span key={String(each)} className="choice">{choice?.color && <i style={{ background: COLOURS[choice.color] ?? choice.color }} />}{choice ? text(choice.label) : String(each)}</span>;
      })}
    </span>
  );
}

export function ShowPhone({ value }: ShowProps) {
  return <Phone value={String(value)} />;
}

export function ShowEmail({ value }: ShowProps) {
  const address = String(value);
  return address.includes("*") ? <>{address}</> : <a href={`mailto:${address}`} onClick={(event) => event.stopPropagation()}>{address}</a>;
}

/** Only web addresses become links: a stored "javascript:" address stays text. */
export function ShowUrl({ value }: ShowProps) {
  const address = String(value);
  return /^https?:\/\//i.test(address) ? <a href={address} target="_blank" rel="noopener noreferrer" onClick={(event) => event.stopPropagation()}>{address.replace(/^https?:\/\//i, "")}</a> : <>{address}</>;
}

export function ShowPerson({ name }: ShowProps) {
  return name ? <PersonName name={name} /> : null;
}

/** A team or linked record by name; one the viewer may not see has no name and shows nothing. */
export function ShowName({ name }: ShowProps) {
  return <>{name}</>;
}

export function ShowFiles({ value }: ShowProps) {
  const files = Array.isArray(value) ? (value as { id: string; name: string }[]) : [];
  return <>{files.map((file) => file.name).join(", ")}</>;
}

export function ShowJson({ value }: ShowProps) {
  return <code className="json">{JSON.stringify(value)}</code>;
}
