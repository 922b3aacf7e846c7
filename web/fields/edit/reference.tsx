import { Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { candidates, namesOf } from "../../api/candidates.ts";
import { useObject } from "../../api/objects.ts";
import { useSettled } from "../../ui/settled.ts";
import { useWords } from "../../words/words.ts";
import { takesList, type EditProps, type FilterEditProps } from "../twin.ts";

interface Props {
  field: EditProps["field"];
  value: string[];
  onChange: (value: string[]) => void;
  multiple?: boolean;
  /** Offers "me" and "my team", which follow the viewer. */
  relative?: boolean;
  name?: string | undefined;
  autoFocus?: boolean;
  id?: string | undefined;
}

/** Finds people, teams or records on the server while typing. */
function ReferenceSelect({ field, value, onChange, multiple = false, relative = false, name, autoFocus = false, id }: Props) {
  const t = useWords();
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(autoFocus);
  const q = useSettled(typed, 200);
  const title = useObject(field.target ?? "")?.title ?? "name";
  const kind = field.type === "person" || field.target === "person" ? "person" : field.type === "team" || field.target === "team" ? "team" : "record";
  const found = useQuery({ queryKey: ["candidates", kind, field.target, q], queryFn: () => candidates(kind, field.target ?? "", title, q), enabled: open, staleTime: 60_000, placeholderData: (before) => before });
  const unnamed = value.filter((each) => !each.startsWith("@") && !(name && value.length === 1));
  const known = useQuery({ queryKey: ["names", kind, field.target, unnamed], queryFn: () => namesOf(kind, field.target ?? "", title, unnamed), enabled: unnamed.length > 0, staleTime: 300_000 });
  const own = relative && kind === "person" ? [{ value: "@me", label: t("fields:me") }] : relative && kind === "team" ? [{ value: "@my_team", label: t("fields:my_team") }] : [];
  const options = [...own, ...(found.data ?? [])];
  const labels = new Map([...options, ...(known.data ?? [])].map((each) => [each.value, each.label]));
  const labelled = value.map((each) => ({ value: each, label: labels.get(each) ?? name ?? "…" }));
  const picked = multiple ? labelled : labelled[0];
  return (
    <Select
      id={id} className="wide" labelInValue allowClear={!field.required} {...(multiple ? { mode: "multiple" as const } : {})} value={picked ?? null} options={options} loading={found.isFetching}
      showSearch={{ filterOption: false, onSearch: setTyped }} autoFocus={autoFocus} defaultOpen={autoFocus} onOpenChange={setOpen}
      placeholder={t(kind === "person" ? "fields:pick_person" : kind === "team" ? "fields:pick_team" : "fields:pick_record")}
      onChange={(next: unknown) => onChange((Array.isArray(next) ? next : next ? [next] : []).map((each: { value: string }) => each.value))}
    />
  );
}

export function ReferenceEdit({ field, value, onChange, onDone, name, autoFocus = false, id }: EditProps) {
  return (
    <ReferenceSelect
      field={field} value={typeof value === "string" ? [value] : []} name={name} autoFocus={autoFocus} id={id}
      onChange={([next]) => {
        onChange(next ?? null);
        onDone?.();
      }}
    />
  );
}

export function ReferenceFilter({ field, op, value, onChange }: FilterEditProps) {
  const multiple = takesList(op);
  const ids = (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === "string");
  return <ReferenceSelect field={field} value={ids} multiple={multiple} relative onChange={(next) => onChange(multiple ? next : next[0])} />;
}
