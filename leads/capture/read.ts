import type { Ctx } from "../../core/ctx.ts";
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
  const fields = writableFields((await catalog.get(ctx.house)).fields("lead"));
  const read = readOne(ctx, channel, arrival, fields);
  read.row.search = searchVector(searchedFields(fields), read.row);
  readBefore.set(arrival, read);
}

/** Makes the search text of what will become leads, ahead of their turn. */
export async function searchAhead(ctx: Ctx, items: readonly Item[]): Promise<void> {
  const fields = writableFields((await catalog.get(ctx.house)).fields("lead"));
  for (const item of items) if (!item.quarantine) item.row.search = searchVector(searchedFields(fields), item.row);
}

function readOne(ctx: Ctx, channel: Channel, arrival: Arrival, fields: ReturnType<typeof writableFields>): Read {
  const { settings } = ctx.house;
  const mapped = arrival.mapped ?? mapPayload(arrival.payload, channel, fields, settings.timeZone);
  const normal = normaliseLead(mapped.row, { country: settings.country });
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

/** Map, normalise, screen: what each arrival says, and whether it can be worked. Reads nothing that an arrival changes. */
export async function readArrivals(tx: Ctx, channel: Channel, arrivals: readonly Arrival[]): Promise<Item[]> {
  const fields = writableFields((await catalog.get(tx.house)).fields("lead"));
  return arrivals.map((arrival) => {
    const read = readBefore.get(arrival) ?? readOne(tx, channel, arrival, fields);
    const row: Row = { ...read.row, ...keyColumns(read.keys), stage: read.row.stage ?? "new", channel: channel.key };
    keysOf.set(row, matchKeys(read.keys));
    return {
      id: arrival.replayOf?.id ?? newId(), arrival, row, reasons: [...read.reasons], quarantine: read.quarantine,
      decision: null, verdicts: [], outcome: "created", object: null, record_id: null, lead: null, prospect: null,
    };
  });
}

const keysOf = new WeakMap<Row, ReturnType<typeof matchKeys>>();

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
