import type { ChannelSettings } from "../channels.ts";

/** An origin as a frame-ancestors source: scheme, host (its first label may be a star), port; or "*". */
export const EMBED_ORIGIN = /^(?:\*|https?:\/\/(?:\*\.)?[a-z0-9](?:[a-z0-9.-]{0,180}[a-z0-9])?(?::\d{1,5})?)$/i;

/**
 * Content security policy of a form's page: its own files only, nothing inline, posts only to us. In a frame it may be
 * shown by our own pages and the origins the channel names; outside of `embed` by nobody.
 */
export function formPolicy(settings: ChannelSettings, embed: boolean): string {
  const ancestors = embed ? ["'self'", ...(settings.embed_origins ?? []).filter((origin) => EMBED_ORIGIN.test(origin))].join(" ") : "'none'";
  return `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ${ancestors}`;
}
