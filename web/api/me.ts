import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import type { Text } from "../../core/refusal.ts";
import { speakZone } from "../ui/moment.ts";
import type { Locale } from "../words/words.ts";
import { call } from "./call.ts";

export interface Me {
  person: { id: string; name: string; email: string | null; team_id: string | null };
  roles: { key: string; label: Text }[];
  /** Object or room → verbs; "*" stands for every one. */
  abilities: Record<string, string[]>;
  locale: Locale;
  organisation: { name: string; time_zone: string; currency: string; country: string };
}

export const ME = ["me"] as const;
const readMe = (): Promise<Me> => call<Me>("GET", "/me").then((me) => {
  speakZone(me.organisation.time_zone);
  return me;
});

/** Who is signed in, with loading and refusal; for the frame of the app. */
export const useMeQuery = () => useQuery({ queryKey: ME, queryFn: readMe, staleTime: 300_000, retry: false });

/** Who is signed in; inside the frame, where it is always known. */
export const useMe = (): Me => useSuspenseQuery({ queryKey: ME, queryFn: readMe, staleTime: 300_000 }).data;

/** Whether the abilities the server gave cover a need such as "lead:claim". */
export function can(abilities: Me["abilities"], need: string): boolean {
  const [room = "", verb = ""] = need.split(":");
  return [...(abilities[room] ?? []), ...(abilities["*"] ?? [])].some((given) => given === verb || given === "*");
}

/** `can` for the person signed in. */
export function useCan(): (need: string) => boolean {
  const { abilities } = useMe();
  return (need) => can(abilities, need);
}
