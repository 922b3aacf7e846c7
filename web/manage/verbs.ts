import type { WordKey } from "../words/words.ts";

/** Verbs every object has, in the order of the table. */
export const RECORD_VERBS = ["read", "create", "edit", "remove", "assign", "transfer", "merge", "export", "purge"] as const;
/** Verbs only leads have. */
export const LEAD_VERBS = ["claim", "release", "accept", "disqualify", "convert", "check"] as const;

/** What else a role may be allowed besides records, with the verbs each knows. */
export const ROOMS = {
  insight: ["read", "create", "edit"], dashboard: ["read", "create", "edit"], view: ["read", "create", "edit", "share"],
  sla: ["read"], collision: ["read", "decide"], decision: ["read"],
  channel: ["read", "create", "edit", "remove"], form: ["read", "create", "edit", "remove"], arrival: ["read", "replay"], import: ["read", "create"], journey: ["read", "create", "edit", "remove"],
  policy: ["read", "edit"], object: ["read", "edit"], flow: ["read", "edit"],
  person: ["read", "create", "edit", "remove"], team: ["read", "create", "edit", "remove"], leave: ["read", "create", "edit"], role: ["read", "create", "edit", "remove"], api_key: ["read", "create", "remove"], organisation: ["edit"],
} as const satisfies Record<string, readonly string[]>;
export type Room = keyof typeof ROOMS;
export type Verb = (typeof RECORD_VERBS)[number] | (typeof LEAD_VERBS)[number] | (typeof ROOMS)[Room][number] | "manage";

export const verbWord = (verb: Verb): WordKey => `people:verb_${verb}`;
export const roomWord = (room: Room): WordKey => `people:room_${room}`;

export const SCOPES = ["own", "team", "team_and_below", "all"] as const;
export const ACCESSES = ["edit", "read", "masked", "hidden"] as const;
