import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import type { Arrival } from "../arrival.ts";
import type { Channel } from "../channels.ts";
import { planReading, readRows } from "./read_rows.ts";
import { COLUMNS, type StoredImport } from "./stored.ts";
import { arrivalsOf, importChannel } from "./take_leads.ts";

/** A row of a file read again as its import read it: by its mapping, defaults and date orders, with the rights of whoever started it. */
export async function importedAgain(ctx: Ctx, of: { importId: string; rowNumber: number; payload: Record<string, unknown> }): Promise<{ channel: Channel; arrival: Arrival } | null> {
  const { rows } = await sql<StoredImport>`select ${COLUMNS} from clew.import where id = ${of.importId}`.execute(ctx.db);
  const stored = rows[0];
  if (!stored) return null;
  const channel = await importChannel(ctx, stored);
  const reader = { ...ctx, actor: stored.actor };
  const plan = await planReading(reader, stored, { ...channel.settings.defaults, ...stored.defaults });
  const cells = stored.columns.map((column) => String(of.payload[column] ?? ""));
  const [arrival] = arrivalsOf(stored, await readRows(reader, plan, [{ number: of.rowNumber, cells }]));
  return arrival ? { channel, arrival } : null;
}
