import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { OutputOf } from "../../apps/contract.ts";
import { touched } from "../api/leads.ts";
import type { Item } from "../api/records.ts";
import { run } from "../api/run.ts";
import { offerUndo } from "../ui/toast.tsx";
import { say } from "../words/words.ts";

/** Whose value a field keeps: a lead's, or one typed by hand. */
export type Chosen = Record<string, string | { value: unknown }>;
export type Preview = OutputOf<"lead.merge_preview">;

export interface MergePlan {
  leads: readonly Item[];
  survivor: string;
  others: string[];
  out: readonly string[];
  values: Chosen;
  preview: Preview | undefined;
  error: unknown;
  keep(id: string): void;
  toggle(id: string): void;
  choose(field: string, value: string | { value: unknown } | null): void;
}

/** The lead that most likely stays: converted, else with an owner, else the oldest. */
function likeliest(leads: readonly Item[]): string {
  return (leads.find((lead) => lead.stage === "converted") ?? leads.find((lead) => lead.owner_id) ?? leads[0])?.id ?? "";
}

/** A merge as it is being put together: which lead stays, who takes part, which values are chosen, and what the server says would come of it. */
export function useMergePlan(leads: readonly Item[]): MergePlan {
  const [survivor, setSurvivor] = useState(() => likeliest(leads));
  const [out, setOut] = useState<readonly string[]>(leads.filter((lead) => lead._apart).map((lead) => lead.id));
  const [values, setValues] = useState<Chosen>({});
  const others = leads.map((lead) => lead.id).filter((id) => id !== survivor && !out.includes(id));
  const taking = Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value !== "string" || value === survivor || others.includes(value)));
  const preview = useQuery({
    queryKey: ["merge-preview", "lead", survivor, others, taking],
    queryFn: () => run("lead.merge_preview", { survivor, others, values: taking }),
    enabled: others.length > 0, placeholderData: keepPreviousData,
  });
  return {
    leads, survivor, others, out, values: taking, preview: others.length > 0 ? preview.data : undefined, error: preview.error,
    keep(id) {
      setSurvivor(id);
      setOut(out.filter((each) => each !== id));
    },
    toggle: (id) => setOut(out.includes(id) ? out.filter((each) => each !== id) : [...out, id]),
    choose: (field, value) => setValues((now) => {
      const { [field]: _, ...rest } = now;
      return value === null ? rest : { ...rest, [field]: value };
    }),
  };
}

/** Does the merge and offers to take it back. */
export async function mergeAsPlanned({ survivor, others, values }: Pick<MergePlan, "survivor" | "others" | "values">): Promise<void> {
  const done = await run("lead.merge", { survivor, others, values });
  await touched("lead");
  offerUndo(say("desks:merged", { n: others.length + 1 }), async () => {
    await run("merge.undo", { id: done.id });
    await touched("lead");
  });
}
