import { useQuery } from "@tanstack/react-query";
import type { InputOf, OutputOf } from "../../../apps/contract.ts";
import { touched } from "../../api/leads.ts";
import { queryClient } from "../../api/query-client.ts";
import { run } from "../../api/run.ts";
import { inWords, say } from "../../words/words.ts";
import { offerUndo, tell, tellProblem } from "../../ui/toast.tsx";

export type Handover = OutputOf<"handover.list">["items"][number];
export type GiveLeads = InputOf<"lead.reroute">["give"];
export type Preview = OutputOf<"lead.reroute_preview">;

/** Between two looks at one that still moves, in milliseconds. */
const EVERY = 1_500;

const MOVED = ["lead", "account", "contact", "opportunity", "task", "person", "candidates", "handover", "team", "leave"] as const;
export const moving = ({ status }: Pick<Handover, "status">): boolean => status === "running" || status === "undoing";

/** What was handed over in bulk; asked again while something still moves. */
export const useHandovers = (person?: string) =>
  useQuery({
    queryKey: ["handover", person ?? "all"], queryFn: () => run("handover.list", { ...(person ? { person_id: person } : {}), limit: 50 }),
    refetchInterval: ({ state }) => (state.data?.items.some(moving) ? EVERY : false),
  });

/** Says what has been moved and offers to take all of it back; a large one says so when it is through. */
export async function told(handover: Handover): Promise<void> {
  await touched(...MOVED);
  if (moving(handover)) {
    tell(say("hand:moving", { n: handover.total }));
    void followed(handover.id);
    return;
  }
  const moved = handover.counts.moved ?? 0;
  const rest = handover.total - moved;
  const text = handover.kind === "leaver" ? say("route:handed_over", { n: moved }) : rest > 0 ? say("route:rerouted_rest", { n: moved, rest }) : say("route:rerouted", { n: moved });
  if (moved === 0) tell(text);
  else offerUndo(text, () => takeBack(handover.id));
}

/** Waits for a large one, wherever one goes meanwhile, and then says what became of it. */
async function followed(id: string): Promise<void> {
  try {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, EVERY));
      const now = await run("handover.get", { id });
      if (!moving(now)) return await told(now);
    }
  } catch (error) {
    tellProblem(error);
  }
}

/** Takes a handover back, and names what stays because somebody has worked on it since. */
export async function takeBack(id: string): Promise<void> {
  const undone = await run("handover.undo", { id });
  await touched(...MOVED);
  const stayed = undone.exceptions.filter((each) => each.state === "stayed");
  if (stayed.length > 0) tellProblem(null, say("route:undone_stayed", { n: undone.counts.stayed ?? stayed.length, names: stayed.slice(0, 8).map((each) => each.name || say("records:no_name")).join("、") }));
  await queryClient.invalidateQueries({ queryKey: ["handover"] });
}

/** What a handover was, in words. */
export function kindWords({ kind, person }: Handover): string {
  return say(kind === "reroute" ? "route:kind_reroute" : kind === "leaver" ? "route:kind_leaver" : "route:kind_leave", { name: person ?? "" });
}

export const problemOf = ({ problem }: Handover): string | null => (problem ? inWords(problem) : null);
