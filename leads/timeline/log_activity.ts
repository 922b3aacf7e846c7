import { z } from "zod";
import { directory, ownersInScope } from "../../core/access/directory.ts";
import { transaction } from "../../core/db/transaction.ts";
import type { Row } from "../../core/language/types.ts";
import { Instant } from "../../core/moments.ts";
import { op } from "../../core/op.ts";
import { visibleRows } from "../../core/records/find.ts";
import { RecordOut } from "../../core/records/ops/shapes.ts";
import { parseRows } from "../../core/records/parse_rows.ts";
import { present } from "../../core/records/present.ts";
import { viewOf } from "../../core/records/viewer.ts";
import { createRows } from "../../core/records/write.ts";
import { NotFound, refusal } from "../../core/refusal.ts";
import { CLOSED_STAGES } from "../lead.object.ts";
import { ACTIVITY_KINDS } from "../work.object.ts";
import { setNextStep } from "./next_step.ts";
import { NotYours } from "./refusals.ts";

const NextStepNeeded = refusal("next_step_needed", 409, { zh: "下一步做什么？请填写时间，或注明没有下一步", en: "What comes next? Give a date, or say that nothing does" });

const At = Instant.transform((at) => new Date(at).toISOString());
const Free = z.string().trim().max(10_000);

/** Logs what was done with a lead and what comes next, in one step. An open lead needs a next step or the word that there is none. */
export const logActivity = op({
  name: "lead.log",
  title: { zh: "记录跟进", en: "Log an activity" },
  needs: "activity:create",
  http: { method: "POST", path: "/leads/:id/activities", status: 201 },
  input: z.strictObject({
    id: z.uuid(), kind: z.enum(ACTIVITY_KINDS), direction: z.enum(["out", "in"]).optional(), outcome: z.string().max(48).nullish(), summary: Free.nullish(),
    happened_at: At.optional(), minutes: z.number().int().min(0).max(1_440).nullish(), place: z.string().trim().max(300).nullish(),
    latitude: z.number().min(-90).max(90).nullish(), longitude: z.number().min(-180).max(180).nullish(),
    next_step: z.strictObject({ at: At, text: z.string().trim().min(1).max(300).optional() }).nullish(),
    nothing_next: z.boolean().optional(),
  }),
  output: z.object({ activity: RecordOut, lead: RecordOut }),
  run: (ctx, { id, next_step, nothing_next, ...activity }) =>
    transaction(ctx, async (tx) => {
      const view = await viewOf(tx, "lead");
      const [lead] = await visibleRows(view, [id], true);
      if (!lead) throw NotFound({ object: "lead", id });
      const owners = ownersInScope(tx.actor, "lead", await directory.get(tx.house));
      if (!lead.owner_id || (owners !== null && !owners.includes(lead.owner_id as string))) throw NotYours();
      if (!CLOSED_STAGES.has(String(lead.stage)) && activity.kind !== "note" && !next_step && !nothing_next) throw NextStepNeeded();
      const activities = await viewOf(tx, "activity");
      const given = Object.fromEntries(Object.entries({ ...activity, happened_at: activity.happened_at ?? tx.now.toISOString(), lead_id: id }).filter(([, value]) => value !== undefined));
      const [row] = await parseRows(activities, [given], "create", () => "");
      const [written] = await createRows(tx, "activity", [{ ...(row as Row), owner_id: tx.actor.kind === "person" ? tx.actor.id : null }]);
      if (!written?.row) throw written?.refused ?? new Error("nothing was written");
      if (next_step || nothing_next) await setNextStep(tx, lead, next_step ?? null);
      const [after] = await visibleRows(view, [id]);
      const [[shownActivity], [shownLead]] = [await present(activities, [written.row]), await present(view, after ? [after] : [])];
      return { activity: shownActivity as NonNullable<typeof shownActivity>, lead: shownLead as NonNullable<typeof shownLead> };
    }),
});
