import { z } from "zod";
import { withinLimit } from "../../../core/access/rate.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { op } from "../../../core/op.ts";
import { Forbidden, TooMany } from "../../../core/refusal.ts";
import { ChannelClosed, channels } from "../channels.ts";
import { mayReport } from "./origin.ts";
import { EventsShape } from "./shape.ts";
import { keepEvents } from "./store.ts";

/** Reports a minute from one address; a page sends one every few seconds at most. */
const PER_MINUTE = 120;

/**
 * The door for what visitors do on the company's pages: 202 after the commit. Only pages of origins the channel names may report.
 * Without the visitor's consent, or when their browser asks not to be tracked (Sec-GPC, DNT), nothing at all is stored.
 */
export const reportEvents = op({
  name: "event.report",
  title: { zh: "上报网站行为", en: "Report site events" },
  needs: "public",
  http: { method: "POST", path: "/events/:channel_key", status: 202 },
  input: EventsShape.extend({ channel_key: z.string().max(60) }),
  output: z.object({ stored: z.number() }),
  async run(ctx, { channel_key, ...reported }) {
    const channel = (await channels.get(ctx.house)).get(channel_key);
    if (!channel?.active || channel.kind !== "form") throw ChannelClosed({ channel: channel_key });
    if (!mayReport(ctx.house, channel, ctx.via.origin)) throw Forbidden({ origin: ctx.via.origin ?? null });
    const wait = withinLimit(ctx.house, `events:${channel.key}:${ctx.via.address ?? ""}`, PER_MINUTE);
    if (wait > 0) throw TooMany({ retry_after: wait });
    if (reported.consent !== true || refusesTracking(ctx)) return { stored: 0 };
    await keepEvents(ctx, channel, reported);
    return { stored: reported.events.length };
  },
});

const refusesTracking = ({ via }: Ctx): boolean => via.headers?.dnt === "1" || via.headers?.["sec-gpc"] === "1";
