import type { Kysely } from "kysely";
import type { Logger } from "pino";

/** Kysely without a table map: Clew's tables are data, statements are written with its `sql` tag. */
export type Db = Kysely<Record<string, never>>;

/** Tells the time. Business code never asks the machine: tests travel, and downtime is caught up exactly. */
export interface Clock {
  now(): Date;
}

export interface Settings {
  publicUrl: string;
  dataDir: string;
  secret: string;
  timeZone: string;
  locale: Locale;
  /** Default country of phone numbers, ISO 3166. */
  country: string;
  currency: string;
}

export type Locale = "zh-CN" | "en";

/** One running process: what outlives a request. Rooms keep their own per-process state with `keep`. */
export interface House {
  db: Db;
  /** A few connections of their own for what a transaction asks besides (caches): waiting for `db` inside one could wait for ever. */
  side: Db;
  clock: Clock;
  settings: Settings;
  log: Logger;
  /** The room's own value for this process, made at first use. */
  keep<T>(key: string, make: () => T): T;
}

/** Which records of an object somebody may see. */
export type Scope = "none" | "own" | "team" | "team_and_below" | "all";
export type FieldAccess = "hidden" | "masked" | "read" | "edit";

/** What a role grants, as data (table clew.role). "*" stands for every object, room or verb. */
export interface RoleGrants {
  /** Object or room → verbs, e.g. { lead: ["read", "create", "claim"], policy: ["read"] }. */
  verbs: Record<string, string[]>;
  /** Object → scope; "*" is the default for objects not named. */
  scope: Record<string, Scope>;
  /** Object → field → access; a field not named is "edit". */
  fields: Record<string, Record<string, FieldAccess>>;
}

/** Who acts. There is always one; `system` names its job. */
export type Actor =
  | { kind: "person"; id: string; name: string; role: string; teamId: string | null; grants: RoleGrants }
  | { kind: "key"; id: string; name: string; role: string; teamId: string | null; grants: RoleGrants }
  | { kind: "visitor"; id: null; name: string; role: "visitor"; teamId: null; grants: RoleGrants }
  | { kind: "system"; id: null; name: string; role: "system"; teamId: null; grants: RoleGrants };

/** Why something was written, kept on every history row. */
export interface Cause {
  kind: "hand" | "api" | "import" | "capture" | "rule" | "timer" | "flow" | "undo" | "seed";
  /** The import, arrival, policy, merge … that caused it. */
  id?: string;
  /** Greppable name of what happened, e.g. "lead.claim". */
  event?: string;
  /** What the person said about it, e.g. why a lead was released. */
  note?: string;
}

/** How a request came in; absent facts are undefined. */
export interface Via {
  readonly requestId: string;
  readonly address?: string | undefined;
  readonly origin?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly ifMatch?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly headers?: Record<string, string | string[] | undefined>;
  /** Aborted when the caller has gone. */
  readonly signal?: AbortSignal;
}

/** What an operation runs in. `db` is the pool, or the open transaction inside `transaction()`. */
export interface Ctx {
  house: House;
  db: Db;
  actor: Actor;
  now: Date;
  locale: Locale;
  via: Via;
  cause: Cause;
  /** Set inside a transaction: runs after its commit, never after a rollback. */
  afterCommit?: (() => void)[];
  /** Set inside a transaction: runs when it is over, told whether it was committed. */
  atEnd?: ((committed: boolean) => void)[];
  /** Set inside a transaction: writes whose answers only the commit waits for. */
  sent?: Promise<unknown>[];
}

export const FULL_GRANTS: RoleGrants = { verbs: { "*": ["*"] }, scope: { "*": "all" }, fields: {} };
const NO_GRANTS: RoleGrants = { verbs: {}, scope: {}, fields: {} };

/** A context for a named job of the system itself: all rights, its name on everything it writes. */
export function systemCtx(house: House, job: string, cause: Cause): Ctx {
  return {
    house, db: house.db, now: house.clock.now(), locale: house.settings.locale, cause,
    actor: { kind: "system", id: null, name: job, role: "system", teamId: null, grants: FULL_GRANTS },
    via: { requestId: job },
  };
}

/** A context for somebody who has not signed in. */
export function visitorCtx(house: House, name: string, via: Via): Ctx {
  return {
    house, db: house.db, now: house.clock.now(), locale: house.settings.locale, cause: { kind: "capture" },
    actor: { kind: "visitor", id: null, name, role: "visitor", teamId: null, grants: NO_GRANTS },
    via,
  };
}
