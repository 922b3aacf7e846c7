import { z } from "zod";
import { SITE_KINDS } from "../../score/policy.ts";

const Free = (most: number) => z.string().max(most);

const EventShape = z.strictObject({
  kind: z.enum(SITE_KINDS),
  url: Free(4_000).optional(),
  title: Free(500).optional(),
  referrer: Free(4_000).optional(),
  /** Milliseconds since it happened: clocks of visitors are not to be relied on. */
  ago: z.number().min(0).max(3_600_000).optional(),
  /** With `identify`: who the visitor says they are. */
  phone: Free(100).optional(),
  email: Free(300).optional(),
});

/** What a page reports at once. Nothing is kept unless the visitor has consented. */
export const EventsShape = z.strictObject({ visitor: z.uuid(), consent: z.boolean().optional(), events: z.array(EventShape).min(1).max(50) });
export type Reported = z.output<typeof EventsShape>;
