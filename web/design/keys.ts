import type { FieldMeta } from "../api/objects.ts";

/** A field as the server takes it: what it adds for the viewer is left out. */
export function plain({ access: _, internal: __, ...field }: FieldMeta): Omit<FieldMeta, "access" | "internal"> {
  return field;
}

/** A key made of an English name that nobody has yet: "Site visit" → "site_visit". */
export function freeKey(name: string, taken: readonly string[]): string {
  const base = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_").replaceAll(/^[_0-9]+|_+$/g, "").slice(0, 40) || "own";
  let key = base;
  for (let n = 2; taken.includes(key); n++) key = `${base}_${n}`;
  return key;
}
