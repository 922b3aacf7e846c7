import { z } from "zod";
import { ObjectKey, Words } from "../records/ops/shapes.ts";

const Column = z.strictObject({ key: z.string().min(1).max(48), frozen: z.boolean() });

/** What a list shows: conditions, words, order, columns from the left with those that stay in sight, and whether it stands as a board. */
export const ListState = z.strictObject({
  filter: z.unknown().optional(), q: Words.default(""), sort: z.array(z.string().max(60)).max(4).default([]), columns: z.array(Column).max(100).optional(),
  /** A list where nothing is said. */
  as: z.enum(["list", "board"]).optional(),
});
export type ListState = z.output<typeof ListState>;

export const SHARED = ["private", "team", "all"] as const;
export const ViewName = z.string().trim().min(1).max(60);
export const Shared = z.enum(SHARED);

export const ViewOut = z.object({
  id: z.uuid(), object: ObjectKey, name: z.string(), shared: Shared, owner: z.object({ id: z.uuid(), name: z.string() }), mine: z.boolean(),
  /** "edit" and "remove" where the caller may. */
  abilities: z.array(z.string()),
  /** False where its conditions or order touch a field that is gone or hidden from the caller: then they are not told. */
  usable: z.boolean(), state: ListState, created_at: z.string(), updated_at: z.string(), version: z.number(),
});
export type ViewOut = z.input<typeof ViewOut>;
