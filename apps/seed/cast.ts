import type { Actor } from "../../core/ctx.ts";
import type { Calendar, Closed } from "../../leads/sla/calendar.ts";
import type { Employee } from "./data/company.ts";
import type { Source } from "./data/sources.ts";
import type { Step } from "./plan.ts";
import type { Random } from "./random.ts";

/** A rep of the story: who they are and what they still have to do. */
export interface Rep {
  employee: Employee;
  actor: Actor & { kind: "person" };
  place: number;
  leave: Closed[];
}

/** Who enters what was done: lately each rep for themselves, before that all of it together, as kept from an older system. */
export interface Crew {
  actor: Actor;
  dice: Random;
  /** Endings still to be entered. */
  pending: Due[];
  /** Leads given back, not yet in the pool of the story: crews work at the same time, the pool has one order. */
  released: Lead[];
}

/** What the story knows of one open lead. */
export interface Lead {
  id: string;
  source: Source;
  grade: string;
  product: string | null;
  province: string | null;
  owner: Rep | null;
  former: Rep | null;
  /** Counts owners, so that the plan of a former one is not carried out. */
  turn: number;
  closed: boolean;
  key: boolean;
  /** What comes next, while it is open; at which moment. */
  next: Date | null;
}

export interface Due {
  lead: Lead;
  turn: number;
  step: Step;
  /** When the step after this one is planned. */
  next: Date | null;
}

/** A sale under way. */
export interface Sale {
  id: string;
  owner: Rep;
  moves: { at: Date; stage: string; lost?: string }[];
}

export interface Cast {
  reps: readonly Rep[];
  byId: ReadonlyMap<string, Rep>;
  leads: Map<string, Lead>;
  /** Open leads without owner, oldest first. */
  pool: Set<Lead>;
  /** Local date → what is planned for it. */
  due: Map<string, Due[]>;
  sales: Sale[];
  calendar: Calendar;
  counts: { arrived: number; created: number; activities: number; claims: number; recycled: number; converted: number };
}
