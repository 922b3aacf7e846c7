import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { InputOf, OutputOf } from "../../../apps/contract.ts";
import { queryClient } from "../../api/query-client.ts";
import { run } from "../../api/run.ts";

export type Board = OutputOf<"sla.board">;
export type Running = Board["items"][number];
export type BoardPerson = Board["people"][number];
export type Asked = Pick<InputOf<"sla.board">, "team_id" | "owner_id" | "step" | "grade" | "show">;

export const SHOWS = ["all", "late", "running", "paused"] as const;
export const STEPS = ["first_response", "accept", "next_activity", "stage_exit"] as const;
export const GROUPINGS = ["due", "person", "team"] as const;
export type Grouping = (typeof GROUPINGS)[number];

const one = <T extends string>(all: readonly T[], value: string | null): T | undefined => all.find((each) => each === value);

/** What the board is asked, as its address holds it. */
export function readAsked(params: URLSearchParams): Asked {
  const [show, step, grade] = [one(SHOWS, params.get("show")), one(STEPS, params.get("step")), one(["A", "B", "C", "D"] as const, params.get("grade"))];
  const [team, owner] = [params.get("team"), params.get("owner")];
  return { ...(show ? { show } : {}), ...(step ? { step } : {}), ...(grade ? { grade } : {}), ...(team ? { team_id: team } : {}), ...(owner ? { owner_id: owner } : {}) };
}

/** The board, asked again whenever leads change, and now and then for what falls due by itself. */
export const useBoard = (asked: Asked) =>
  useQuery({ queryKey: ["sla-board", "lead", asked], queryFn: ({ signal }) => run("sla.board", { ...asked, limit: 200 }, { signal }), refetchInterval: 60_000, placeholderData: keepPreviousData });

/** Clocks in groups, in the order in which each group's first one stands. */
export function grouped(items: readonly Running[], people: readonly BoardPerson[], by: Grouping): { key: string; items: Running[] }[] {
  if (by === "due") return [{ key: "", items: [...items] }];
  const teams = new Map(people.map((person) => [person.id, person.team_id]));
  const keyOf = ({ clock: { owner_id } }: Running): string => (by === "person" ? owner_id : teams.get(owner_id ?? "")) ?? "";
  return [...Map.groupBy(items, keyOf)].map(([key, own]) => ({ key, items: own }));
}

/** The clocks of one lead, asked again when the lead changes. */
export const useLeadClocks = (lead: string, asked: boolean) =>
  useQuery({ queryKey: ["lead-clocks", "lead", lead], queryFn: ({ signal }) => run("lead.clocks", { id: lead }, { signal }), enabled: asked, refetchInterval: 60_000 });

/** Whatever shows clocks shows them as they are now. */
export async function clocksChanged(): Promise<void> {
  await Promise.all(["sla-board", "lead-clocks", "record", "receipts"].map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
}
