import { z } from "zod";
import { directory, type DirectoryPerson } from "../../../core/access/directory.ts";
import { requireLeaveOf } from "../../../core/access/people/leave.ts";
import { Instant } from "../../../core/moments.ts";
import { op } from "../../../core/op.ts";
import { invalidField } from "../../../core/refusal.ts";
import { foresee, ForeseenOut } from "../foresee.ts";
import { SlaPolicyShape } from "../policy.ts";


/** Which running clocks would move, and which leads would be handed on, if this leave were entered (or, with `remove`, the leave that begins and ends then were taken back); writes nothing. */
export const previewLeave = op({
  name: "leave.preview",
  title: { zh: "预览请假对时限的影响", en: "Preview leave" },
  needs: "signed_in",
  http: { method: "POST", path: "/people/:id/leave/preview" },
  input: z.strictObject({ id: z.uuid(), from_at: Instant, to_at: Instant, remove: z.boolean().optional() }),
  output: ForeseenOut,
  async run(ctx, { id, from_at, to_at, remove }) {
    await requireLeaveOf(ctx, id, remove ? "edit" : "create");
    const [from, to] = [new Date(from_at), new Date(to_at)];
    if (from >= to) throw invalidField("to_at", { zh: "结束时间必须晚于开始时间", en: "The end has to be after the beginning" });
    const people = await directory.get(ctx.house);
    const person = people.people.get(id) as DirectoryPerson;
    const absence = { from: from.toISOString(), to: to.toISOString(), cover: null };
    const without = person.leave.filter((each) => each.from !== absence.from || each.to !== absence.to);
    const leave = remove ? without : [...without, absence].sort((a, b) => a.from.localeCompare(b.from));
    return foresee(ctx, { people: { ...people, people: new Map([...people.people, [id, { ...person, leave }]]) }, owners: [id] });
  },
});

/** Which running clocks would move, end or be late at once if this policy were published; writes nothing. */
export const previewPolicy = op({
  name: "sla.preview",
  title: { zh: "预览时限规则改动", en: "Preview an SLA policy" },
  needs: "policy:read",
  http: { method: "POST", path: "/sla/preview" },
  input: z.strictObject({ body: SlaPolicyShape }),
  output: ForeseenOut,
  run: (ctx, { body }) => foresee(ctx, { policy: body }),
});
