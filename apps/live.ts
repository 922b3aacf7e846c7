import { sql } from "kysely";
import { z } from "zod";
import { directory } from "../core/access/directory.ts";
import { apiKeys } from "../core/access/api_keys.ts";
import { authenticate } from "../core/access/authenticate.ts";
import { can, scopeOf } from "../core/access/rights.ts";
import type { Actor, Ctx, House } from "../core/ctx.ts";
import { type Listener, listen } from "../core/db/listen.ts";
import { NOTICES } from "../core/notifications/notify.ts";
import { op } from "../core/op.ts";
import { EVENTS } from "../core/records/history.ts";

interface Heard {
  name: string;
  object: string;
  ids: string[];
  owners: string[];
  pools: string[];
}
type Message = { kind: "event"; event: Heard } | { kind: "notice"; person: string } | { kind: "reload" };
type Ear = (message: Message) => void;

const ears = (house: House) => house.keep("live-ears", () => new Set<Ear>());
const MOST_IDS = 50;
const HEARTBEAT = 20_000;

/** Hears what is committed anywhere and passes it to everybody connected to this process. */
export async function startLive(house: House, url: string): Promise<Listener> {
  const tell = (message: Message) => {
    for (const ear of ears(house)) ear(message);
  };
  let waiting: string[] = [];
  // Events of one moment are read in one statement, and only when somebody listens.
  const read = async () => {
    const ids = waiting;
    waiting = [];
    const { rows } = await sql<Heard>`select name, object, ids[1:${sql.lit(MOST_IDS)}] as ids, owners, pools from clew.event where id = any(${ids}::bigint[]) order by id`.execute(house.db);
    for (const event of rows) tell({ kind: "event", event });
  };
  const options = { url, onReconnect: () => tell({ kind: "reload" }), log: (line: string) => house.log.warn(line) };
  const events = await listen({
    ...options, channel: EVENTS,
    onNotify: (id) => {
      if (ears(house).size === 0) return;
      waiting.push(id);
      if (waiting.length === 1) setTimeout(() => void read().catch((err: unknown) => house.log.error({ err }, "live events")), 50).unref();
    },
  });
  const notices = await listen({ ...options, channel: NOTICES, onNotify: (person) => tell({ kind: "notice", person }) });
  return {
    async stop() {
      tell({ kind: "reload" });
      await Promise.all([events.stop(), notices.stop()]);
    },
  };
}

/** Live updates within the caller's scope: which records changed, never their content. */
export const streamLive = op({
  name: "live.stream",
  title: { zh: "实时更新", en: "Live updates" },
  needs: "signed_in",
  http: { method: "GET", path: "/stream", answer: "events" },
  input: z.strictObject({}),
  output: z.unknown(),
  async run(ctx) {
    return listenFor(ctx);
  },
});

async function* listenFor(ctx: Ctx): AsyncGenerator<string> {
  const queue: string[] = [];
  let wake: () => void = () => {};
  let ended = false;
  const hear = async (message: Message) => {
    const actor = await actorNow(ctx);
    const words = actor && (await wordsFor({ ...ctx, actor }, message));
    ended ||= actor === null;
    if (words !== null && queue.length <= 1_000) queue.push(words);
    if (words !== null || ended) wake();
  };
  const ear: Ear = (message) => void hear(message).catch((err: unknown) => ctx.house.log.error({ err }, "live updates"));
  const all = ears(ctx.house);
  all.add(ear);
  ctx.via.signal?.addEventListener("abort", () => wake(), { once: true });
  try {
    yield "retry: 2000\n\n: connected\n\n";
    while (!ctx.via.signal?.aborted && !ended) {
      if (queue.length > 0) yield queue.splice(0).join("");
      else {
        const beat = await new Promise<boolean>((resolve) => {
          const timer = setTimeout(() => resolve(true), HEARTBEAT);
          wake = () => {
            clearTimeout(timer);
            resolve(false);
          };
        });
        if (beat) yield ": still here\n\n";
      }
    }
  } finally {
    all.delete(ear);
  }
}

/** The caller with today's rights; null once the session, key or person that opened the stream is no longer let in. */
async function actorNow(ctx: Ctx): Promise<Actor | null> {
  const { actor, house, via } = ctx;
  if (actor.kind === "key") return [...(await apiKeys.get(house)).values()].some((key) => key.id === actor.id) ? actor : null;
  const cookie = via.headers?.cookie;
  return authenticate(house, typeof cookie === "string" ? { cookie } : {});
}

async function wordsFor(ctx: Ctx, message: Message): Promise<string | null> {
  if (message.kind === "reload") return "event: reload\ndata: {}\n\n";
  if (message.kind === "notice") return message.person === ctx.actor.id ? "event: notification\ndata: {}\n\n" : null;
  const { event } = message;
  if (!can(ctx.actor, `${event.object}:read`)) return null;
  const scope = scopeOf(ctx.actor, event.object);
  if (scope !== "all") {
    const people = await directory.get(ctx.house);
    const mine = new Set(scope === "own" || !ctx.actor.teamId ? [ctx.actor.id] : scope === "team" ? people.peopleIn(ctx.actor.teamId) : people.peopleUnder(ctx.actor.teamId));
    mine.add(ctx.actor.id);
    // What lies in a pool is told without ids: its members ask again, within their rights.
    if (!event.owners.some((id) => mine.has(id))) return event.pools.length > 0 ? `event: pool\ndata: ${JSON.stringify({ object: event.object })}\n\n` : null;
    // Whose record of a batch is whose is not told by the event: a batch that is not all theirs comes without ids.
    if (event.ids.length > 1 && (event.pools.length > 0 || !event.owners.every((id) => mine.has(id)))) return change(event, []);
  }
  return change(event, event.ids);
}

const change = ({ name, object }: Heard, ids: string[]) => `event: change\ndata: ${JSON.stringify({ name, object, ids })}\n\n`;
