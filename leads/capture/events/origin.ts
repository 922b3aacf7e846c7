import type { House } from "../../../core/ctx.ts";
import type { Channel } from "../channels.ts";

/** An origin whose pages may report: scheme, host, port. No stars: what may report is named. */
export const SITE_ORIGIN = /^https?:\/\/[a-z0-9](?:[a-z0-9.-]{0,180}[a-z0-9])?(?::\d{1,5})?$/i;

/** Whether pages of an origin may report to a channel: those it names, and our own hosted form. */
export function mayReport(house: House, channel: Channel, origin: string | undefined): origin is string {
  if (origin === undefined || channel.kind !== "form" || !channel.active) return false;
  return origin === new URL(house.settings.publicUrl).origin || (channel.settings.site_origins ?? []).some((each) => each.toLowerCase() === origin.toLowerCase());
}
