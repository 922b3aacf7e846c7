import { z } from "zod";
import { type Ctx, systemCtx } from "../../../core/ctx.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { join } from "./identify.ts";

/** Name under which a form carries who is filling it in. */
export const VISITOR = "_visitor";

/** The visitor a form was filled in by becomes the lead that the form made or found. */
export async function joinVisitor(ctx: Ctx, visitor: unknown, lead: string | null): Promise<void> {
  const id = z.uuid().safeParse(visitor);
  if (lead === null || !id.success) return;
  await transaction(systemCtx(ctx.house, "site.identify", { kind: "capture", event: "site.identify" }), (tx) => join(tx, [{ visitor_id: id.data, lead_id: lead }]));
}
