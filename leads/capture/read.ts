import { setImmediate } from "node:timers/promises";
import type { Ctx, Settings } from "../../core/ctx.ts";
import type { FieldDef, Row } from "../../core/language/types.ts";
import { catalog } from "../../core/objects/catalog.ts";
import type { Reason } from "../../core/policies/reason.ts";
import { newId } from "../../core/records/new_id.ts";
import { searchVector } from "../../core/records/search.ts";
import { type MatchKey, matchKeys } from "../cleanse/keys.ts";
import { keyColumns } from "../cleanse/lead_keys.ts";
import type { MatchArrival } from "../cleanse/match.ts";
import { type LeadKeys, normaliseLead } from "../cleanse/normalise/lead.ts";
import { screen } from "../cleanse/screen.ts";
import type { Arrival, Item } from "./arrival.ts";
import type { Channel } from "./channels.ts";
import { mapPayload, writableFields } from "./map.ts";

interface Read {
  row: Row;
  keys: LeadKeys;
  reasons: Reason[];
  quarantine: boolean;
}

const readBefore = new WeakMap<Arrival, Read>();

/** Reads an arrival ahead of its turn, so that the lane in which leads are made is not held up by it. */
export async function readAhead(ctx: Ctx, channel: Channel, arrival: Arrival): Promise<void> {
  const rules = await readingRules(ctx);
  const read = readOne(rules, channel, arrival);
  read.row.search = searchVector(searchedFields(rules.fields), read.row);
  readBefore.set(arrival, read);
}

/** Makes the search text of what will become leads, ahead of their turn and letting others pass in between. */
export async function searchAhead(ctx: Ctx, items: readonly Item[]): Promise<void> {
  const searched = searchedFields(writableFields((await catalog.get(ctx.house)).fields("lead")));
  await inSlices(items, (item) => {
    if (!item.quarantine) item.row.search = searchVector(searched, item.row);
  });
}

const SLICE = 64;

/** Work of a millisecond at a time: answers that come in meanwhile are not kept waiting. */
async function inSlices<T>(all: readonly T[], each: (one: T) => void): Promise<void> {
  for (let i = 0; i < all.length; i += SLICE) {
    if (i > 0) await setImmediate();
    for (const one of all.slice(i, i + SLICE)) each(one);
  }
}

/** What reading goes by besides what arrives: plain data, so that another thread can read too. */
export interface ReadingRules extends Pick<Settings, "timeZone" | "country"> {
  /** What an arrival may fill. */
  fields: ReadonlyMap<string, FieldDef>;
}

/** The rules of this moment. */
export async function readingRules({ house }: Ctx): Promise<ReadingRules> {
  const { timeZone, country } = house.settings;
  return { fields: writableFields((await catalog.get(house)).fields("lead")), timeZone, country };
}

function readOne({ fields, timeZone, country }: ReadingRules, channel: Channel, arrival: Arrival): Read {
  const mapped = arrival.mapped ?? mapPayload(arrival.payload, channel, fields, timeZone);
  const normal = normaliseLead(mapped.row, { country });
  const screened = screen(normal, arrival.signals ?? {});
  const reasons: Reason[] = [...mapped.problems, ...screened.reasons];
  for (const flag of normal.flags) if (flag.code === "invalid") reasons.push({ code: "value_not_understood", facts: { field: flag.field, value: flag.facts.typed } });
  return { row: normal.row, keys: normal.keys, reasons, quarantine: screened.outcome === "quarantine" };
}

const searched = new WeakMap<object, FieldDef[]>();

function searchedFields(fields: ReturnType<typeof writableFields>): FieldDef[] {
  let known = searched.get(fields);
  if (!known) searched.set(fields, (known = [...fields.values()].filter((f) => f.search)));
  return known;
}

/** What an arrival says, mapped, normalised and screened: plain data. */
export interface Reading {
  row: Row;
  keys: MatchKey[];
  reasons: Reason[];
  quarantine: boolean;
}

/** Map, normalise, screen: what each arrival says, and whether it can be worked. Reads nothing that an arrival changes. */
export async function readArrivals(tx: Ctx, channel: Channel, arrivals: readonly Arrival[]): Promise<Item[]> {
  return readByRules(await readingRules(tx), channel, arrivals);
}

/** The same for whoever has the rules at hand. */
export function readByRules(rules: ReadingRules, channel: Channel, arrivals: readonly Arrival[]): Item[] {
  return arrivals.map((arrival) => {
    const read = readBefore.get(arrival) ?? readOne(rules, channel, arrival);
    const row: Row = { ...read.row, ...keyColumns(read.keys), stage: read.row.stage ?? "new", channel: channel.key };
    return itemOf(arrival, { row, keys: matchKeys(read.keys), reasons: read.reasons, quarantine: read.quarantine });
  });
}

/** The rows of a file, read in slices: others pass in between. */
export async function readManyArrivals(ctx: Ctx, channel: Channel, arrivals: readonly Arrival[]): Promise<Item[]> {
  const items: Item[] = [];
  for (let i = 0; i < arrivals.length; i += SLICE) {
    if (i > 0) await setImmediate();
    items.push(...(await readArrivals(ctx, channel, arrivals.slice(i, i + SLICE))));
  }
  return items;
}

/** A read arrival at the beginning of its way through the pipeline. */
export function itemOf(arrival: Arrival, { row, keys, reasons, quarantine }: Reading): Item {
  keysOf.set(row, keys);
  return {
    id: arrival.replayOf?.id ?? newId(), arrival, row, reasons: [...reasons], quarantine,
    decision: null, verdicts: [], outcome: "created", object: null, record_id: null, lead: null, prospect: null,
  };
}

/** What was read of an item on which nothing has been decided yet. */
export const readingOf = ({ row, reasons, quarantine }: Item): Reading => ({ row, keys: keysOf.get(row) ?? [], reasons, quarantine });

const keysOf = new WeakMap<Row, MatchKey[]>();

/** The exact keys under which a read arrival is looked up. */
export const keysOfItem = (item: Item): MatchKey[] => keysOf.get(item.row) ?? [];

/** An arrival as matching sees it. */
export function matchArrival(channel: Channel, item: Item): MatchArrival {
  const { row } = item;
  return {
    keys: { ...Object.fromEntries(keysOfItem(item).map((k) => [k.kind, k.key])), company: row.company_key as string | null }, entry: channel.kind, on_match: channel.on_match,
    stage: String(row.stage), created_at: typeof row.created_at === "string" ? new Date(row.created_at) : null,
  };
}
