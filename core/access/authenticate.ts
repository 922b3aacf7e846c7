import { sql } from "kysely";
import type { Actor, House } from "../ctx.ts";
import { TooMany } from "../refusal.ts";
import { type ApiKey, apiKeys, digestOf } from "./api_keys.ts";
import { type Directory, directory } from "./directory.ts";
import { narrowed } from "./grants.ts";
import { sessionOf } from "./session.ts";

const MINUTE = 60_000;

/**
 * Who sent these headers: the API key of a Bearer header, else the person of the session cookie; null for nobody. A key
 * or session known to this process costs no database round trip. Throws TooMany above a key's own limit.
 * @param connection over which they came, if it stays open: who calls again sends the same key
 */
export async function authenticate(house: House, headers: { cookie?: string | undefined; authorization?: string | undefined }, connection?: object): Promise<Actor | null> {
  const bearer = /^bearer +(\S+)\s*$/i.exec(headers.authorization ?? "")?.[1];
  if (bearer !== undefined) return byKey(house, bearer, connection);
  const session = await sessionOf(house, headers.cookie);
  return session && byPerson(await directory.get(house), session.personId);
}

function byPerson(from: Directory, id: string): Actor | null {
  const person = from.people.get(id);
  const role = person && from.roles.get(person.role);
  if (person?.status !== "active" || !role) return null;
  return { kind: "person", id, name: person.name, role: role.key, teamId: person.teamId, grants: role.grants };
}

const lastSent = new WeakMap<object, { secret: string; digest: string }>();

/** The digest by which a key is known, reckoned once a connection. */
function digestOn(connection: object | undefined, secret: string): string {
  const before = connection && lastSent.get(connection);
  if (before?.secret === secret) return before.digest;
  const digest = digestOf(secret).toString("hex");
  if (connection) lastSent.set(connection, { secret, digest });
  return digest;
}

async function byKey(house: House, secret: string, connection: object | undefined): Promise<Actor | null> {
  if (!secret.startsWith("clew_")) return null;
  const key = (await apiKeys.get(house)).get(digestOn(connection, secret));
  const from = await directory.get(house);
  const role = key && from.roles.get(key.role);
  if (!key || !role) return null;
  noteUse(house, key);
  const maker = from.people.get(from.keyMakers.get(key.id) ?? "");
  return { kind: "key", id: key.id, name: key.name, role: role.key, teamId: maker?.teamId ?? null, grants: narrowed(role.grants, key.scope) };
}

interface Use {
  /** Milliseconds at which last_used_at was last written, and at which the running minute began. */
  written: number;
  since: number;
  calls: number;
}

function noteUse(house: House, key: ApiKey): void {
  const uses = house.keep("access.key_use", () => new Map<string, Use>());
  const now = Date.now();
  let use = uses.get(key.id);
  if (!use) uses.set(key.id, (use = { written: 0, since: now, calls: 0 }));
  if (now - use.since >= MINUTE) Object.assign(use, { since: now, calls: 0 });
  if (key.perMinute !== null && ++use.calls > key.perMinute) throw TooMany({ retry_after: Math.ceil((use.since + MINUTE - now) / 1000) });
  if (now - use.written < MINUTE) return;
  use.written = now;
  sql`update clew.api_key set last_used_at = ${house.clock.now()} where id = ${key.id}`.execute(house.db)
    .catch((error: unknown) => house.log.warn({ err: error }, "the last use of an API key could not be written"));
}
