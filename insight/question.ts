import { directory, ownersInScope } from "../core/access/directory.ts";
import { can, requireNeed, scopeOf } from "../core/access/rights.ts";
import type { Ctx } from "../core/ctx.ts";
import type { Filter } from "../core/language/types.ts";
import type { Bucket } from "../core/records/aggregate.ts";
import { type View, viewOf } from "../core/records/viewer.ts";
import { invalidField } from "../core/refusal.ts";
import { type Period, periodOf, usualBucket } from "./period.ts";
import type { QuestionInput } from "./shapes.ts";

/** A report's question, with what is needed to answer it within the asker's rights. */
export interface Question {
  ctx: Ctx;
  report: string;
  input: QuestionInput;
  leads: View;
  period: Period;
  bucket: Bucket;
  timeZone: string;
  /** People of the team asked for and below; null when none was asked for. */
  team: readonly string[] | null;
  /** People whose history the asker may see; null for everybody's. */
  scope: readonly string[] | null;
  names(person: string): string;
}

/** Reads a question; needs the right to read leads. An unknown team is refused by name. */
export async function questionOf(ctx: Ctx, report: string, input: QuestionInput): Promise<Question> {
  requireNeed(ctx.actor, "lead:read");
  const [leads, people] = await Promise.all([viewOf(ctx, "lead"), directory.get(ctx.house)]);
  if (input.team_id && !people.teams.has(input.team_id)) throw invalidField("team_id", { zh: "没有这个团队", en: "There is no such team" });
  const timeZone = leads.env.timeZone;
  const period = periodOf(input, ctx.now, timeZone);
  return {
    ctx, report, input, leads, period, timeZone,
    bucket: input.bucket ?? usualBucket(period),
    team: input.team_id ? people.peopleUnder(input.team_id) : null,
    scope: scopeOf(ctx.actor, "lead") === "all" ? null : ownersInScope(ctx.actor, "lead", people),
    names: (person) => people.people.get(person)?.name ?? person,
  };
}

/** The view of another object when the asker may read it at all and none of these fields is hidden or masked; null otherwise. */
export async function viewWith(ctx: Ctx, object: string, fields: readonly string[]): Promise<View | null> {
  if (!can(ctx.actor, `${object}:read`)) return null;
  const view = await viewOf(ctx, object);
  return fields.every((key) => view.schema.field(object, key)) ? view : null;
}

/** The period as a condition on a field. */
export const during = (period: Period, field: string): Filter => ({ field, op: "between", value: [period.from, period.to] });

/** Team, source and campaign as conditions on leads. */
export function narrowLeads({ input }: Question): Filter[] {
  return [...(input.team_id ? [underTeam(input.team_id)] : []), ...narrowMarketing(input, "")];
}

/** The same for records that point at a lead and have an owner of their own. */
export function narrowLinked({ input }: Question): Filter[] {
  return [...(input.team_id ? [underTeam(input.team_id)] : []), ...narrowMarketing(input, "lead_id.")];
}

const underTeam = (team: string): Filter => ({ field: "owner_id.team_id", op: "under", value: team });

export function narrowMarketing(input: QuestionInput, prefix: string): Filter[] {
  return [
    ...(input.source ? [{ field: `${prefix}source`, op: "is", value: input.source } as const] : []),
    ...(input.campaign_id ? [{ field: `${prefix}campaign_id`, op: "is", value: input.campaign_id } as const] : []),
  ];
}
