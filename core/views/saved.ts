import { type RawBuilder, sql } from "kysely";
import { directory, type Directory } from "../access/directory.ts";
import { can, requireNeed } from "../access/rights.ts";
import type { Actor, Ctx } from "../ctx.ts";
import { parseFilter } from "../language/filter/parse.ts";
import { catalog } from "../objects/catalog.ts";
import { parseSort } from "../records/sort.ts";
import { type View, viewOf } from "../records/viewer.ts";
import { Forbidden, invalidField, NotFound, Refusal, refusal } from "../refusal.ts";
import type { ListState, SHARED, ViewOut } from "./shapes.ts";

export const NotYourView = refusal("view_not_yours", 403, { zh: "只有视图的创建者，或有权共享视图的人，可以更改它", en: "Only its maker, or somebody who may share views, can change this view" });
const NoTeam = refusal("view_no_team", 409, { zh: "您不在任何团队中，无法与团队共享", en: "You are in no team to share with" });

export interface Saved {
  id: string;
  object: string;
  name: string;
  owner_id: string;
  shared: (typeof SHARED)[number];
  team_id: string | null;
  body: ListState;
  created_at: string;
  updated_at: string;
  version: number;
}

export const SAVED = sql.raw("v.id, v.object, v.name, v.owner_id, v.shared, v.team_id, v.body, v.created_at, v.updated_at, v.version");

/** The saved views somebody is shown: their own, those of the teams they are in, below or lead, and those for everybody. */
async function shownTo(ctx: Ctx): Promise<RawBuilder<unknown>> {
  return sql`(v.shared = 'all' or v.owner_id = ${personOf(ctx.actor)}::uuid or (v.shared = 'team' and v.team_id = any(${teamsAbove(ctx.actor, await directory.get(ctx.house))}::uuid[])))`;
}

/** Every view of an object that the actor is shown, in the actor's own order, then by age. */
export async function savedViews(ctx: Ctx, object: string): Promise<Saved[]> {
  const { rows } = await sql<Saved>`
    select ${SAVED} from clew.view v left join clew.view_order o on o.person_id = ${personOf(ctx.actor)}::uuid and o.object = v.object
    where v.object = ${object} and v.removed_at is null and ${await shownTo(ctx)}
    order by array_position(o.ids, v.id) nulls last, v.created_at, v.id`.execute(ctx.db);
  return rows;
}

/** One view the actor may change, locked. Throws NotFound where they are not shown it, Forbidden without the object, NotYourView else. */
export async function changeable(tx: Ctx, id: string, removed = false): Promise<Saved> {
  const { rows } = await sql<Saved>`
    select ${SAVED} from clew.view v where v.id = ${id} and v.removed_at is ${sql.raw(removed ? "not null" : "null")} and ${await shownTo(tx)} for update of v`.execute(tx.db);
  const [view] = rows;
  if (!view || !(await catalog.get(tx.house)).objects.has(view.object)) throw NotFound({ id });
  requireNeed(tx.actor, `${view.object}:read`);
  if (!mayChange(tx.actor, view)) throw NotYourView({ id });
  return view;
}

/** What nobody else sees is its maker's without any further right; a team's view is its maker's who may edit views, and theirs who may share, as is what everybody sees. */
function mayChange(actor: Actor, view: Pick<Saved, "shared" | "owner_id">): boolean {
  const own = view.owner_id === personOf(actor);
  if (view.shared === "private") return own;
  return can(actor, "view:share") || (view.shared === "team" && own && can(actor, "view:edit"));
}

/** The team a view is shared with; refuses who may not make views for others, or for everybody, and who has no team. */
export function teamFor(actor: Actor, shared: Saved["shared"], before: string | null = null): string | null {
  if (shared === "all" && !can(actor, "view:share")) throw Forbidden({ need: "view:share" });
  if (shared !== "team") return null;
  if (before === null) requireNeed(actor, "view:create");
  const team = before ?? actor.teamId;
  if (!team) throw NoTeam();
  return team;
}

/** Refuses conditions, orders and columns on fields that the actor may not ask. */
export function requireAskable(view: View, state: ListState): void {
  check(view, state);
  const unknown = state.columns?.find((column) => !view.fields.has(column.key));
  if (unknown) throw invalidField("state.columns", { zh: `没有字段「${unknown.key}」`, en: `There is no field “${unknown.key}”` });
}

function check(view: View, state: ListState): void {
  if (state.filter !== undefined) parseFilter(state.filter, view.object.key, view.schema, { timeZone: view.env.timeZone });
  parseSort(view, state.sort);
}

/** Saved views as the actor may know them: columns they may not see drop out, conditions on what they may not ask are kept from them. */
export async function presentViews(ctx: Ctx, object: string, views: readonly Saved[]): Promise<ViewOut[]> {
  const [view, people] = [await viewOf(ctx, object), (await directory.get(ctx.house)).people];
  return views.map(({ body, owner_id, team_id: _team, ...saved }) => {
    const usable = askable(view, body);
    const columns = body.columns?.filter((column) => view.fields.has(column.key));
    return {
      ...saved, owner: { id: owner_id, name: people.get(owner_id)?.name ?? "" }, mine: owner_id === ctx.actor.id, usable,
      abilities: mayChange(ctx.actor, { shared: saved.shared, owner_id }) ? ["edit", "remove"] : [],
      state: usable ? { ...body, ...(columns ? { columns } : {}) } : { q: "", sort: [] },
    };
  });
}

function askable(view: View, state: ListState): boolean {
  try {
    check(view, state);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

const personOf = (actor: Actor): string | null => (actor.kind === "person" ? actor.id : null);

function teamsAbove(actor: Actor, from: Directory): string[] {
  const above = new Set<string>();
  const places = [actor.teamId, ...[...from.teams.values()].filter((team) => actor.kind === "person" && team.managerId === actor.id).map((team) => team.id)];
  for (const place of places) for (let id = place; id && !above.has(id); id = from.teams.get(id)?.parentId ?? null) above.add(id);
  return [...above];
}
