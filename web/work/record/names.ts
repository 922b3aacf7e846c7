import { useQuery } from "@tanstack/react-query";
import { namesOf } from "../../api/candidates.ts";

/** Names of people by id, asked once for all of them. */
export function useNames(ids: readonly unknown[]): (id: unknown) => string | undefined {
  const wanted = [...new Set(ids.filter((id): id is string => typeof id === "string"))].sort();
  const names = useQuery({ queryKey: ["names", "person", undefined, wanted], queryFn: () => namesOf("person", "", "name", wanted), enabled: wanted.length > 0, staleTime: 300_000 });
  return (id) => names.data?.find((each) => each.value === id)?.label;
}
