import { useQuery } from "@tanstack/react-query";
import type { FieldDef, ObjectDef } from "../../core/language/types.ts";
import { call } from "./call.ts";

/** A field as the viewer may use it; hidden and internal fields do not come. */
export type FieldMeta = FieldDef & { access?: "read" | "edit" | "masked" };
export type ObjectMeta = Omit<ObjectDef, "fields"> & { fields: FieldMeta[] };

/** Every object the viewer may see, with its fields. */
export const useObjects = () =>
  useQuery({ queryKey: ["objects"], queryFn: () => call<{ items: ObjectMeta[] }>("GET", "/objects"), staleTime: 300_000, select: (answer) => answer.items });

/** One object; undefined while loading or when the viewer may not see it. */
export function useObject(key: string): ObjectMeta | undefined {
  return useObjects().data?.find((object) => object.key === key);
}
