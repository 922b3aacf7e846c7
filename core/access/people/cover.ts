import { z } from "zod";

/** Who takes over what falls due while somebody is away. */
export const Cover = z.discriminatedUnion("to", [
  z.strictObject({ to: z.literal("person"), id: z.uuid() }),
  z.strictObject({ to: z.literal("team"), id: z.uuid() }),
  z.strictObject({ to: z.literal("policy") }),
]);
export type Cover = z.infer<typeof Cover>;
