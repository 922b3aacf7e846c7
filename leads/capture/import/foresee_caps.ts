import { sql } from "kysely";
import { directory } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import type { Row } from "../../../core/language/types.ts";
import { publishedPolicy } from "../../../core/policies/published.ts";
import { filterEnv } from "../../../core/records/viewer.ts";
import { CLOSED_STAGES } from "../../lead.object.ts";
import { capOf, roomsOf, type TeamRoom, teamRooms } from "../../pool/caps.ts";
import { countGrade, type GradeLoads, gradeLoads, overGrade } from "../../pool/grade_loads.ts";
import { poolPolicy } from "../../pool/kind.ts";
import { holding } from "../../pool/loads.ts";
import { compileScore } from "../../score/decide.ts";
import { scorePolicy } from "../../score/kind.ts";
import type { Item } from "../arrival.ts";

/** What the owners named in a file may still hold, counted as the counters of the pool would, without writing. */
export class ForeseenCaps {
  readonly #ctx: Ctx;
  readonly #held = new Map<string, number>();
  readonly #rooms = new Map<string, TeamRoom>();
  readonly #grades: GradeLoads = new Map();

  constructor(ctx: Ctx) {
    this.#ctx = ctx;
  }

  /** Those of these new leads whose named owner may hold no more; the others count from now on. Reasons are added to the items. */
  async refuse(created: readonly Item[]): Promise<Set<Item>> {
    const owned = created.filter(({ row }) => typeof row.owner_id === "string" && !CLOSED_STAGES.has(String(row.stage)));
    const refused = new Set<Item>();
    if (owned.length === 0) return refused;
    const [{ body }, people] = await Promise.all([publishedPolicy(this.#ctx.house, poolPolicy), directory.get(this.#ctx.house)]);
    const unknown = [...new Set(owned.map((i) => i.row.owner_id as string))].filter((id) => !this.#held.has(id));
    for (const id of unknown) this.#held.set(id, 0);
    const { rows } = await sql<{ person_id: string; held: number; converted: number }>`select person_id, held, converted from clew.load where person_id = any(${unknown}::uuid[])`.execute(this.#ctx.db);
    for (const r of rows) this.#held.set(r.person_id, holding(r, body.limits));
    for (const room of await teamRooms(this.#ctx, body.limits, people, unknown)) if (!this.#rooms.has(room.id)) this.#rooms.set(room.id, room);
    for (const [key, n] of await gradeLoads(this.#ctx, people, unknown)) this.#grades.set(key, n);
    const graded = await this.#graded(owned.filter(({ row }) => Object.keys(people.people.get(row.owner_id as string)?.capGrades ?? {}).length > 0));
    for (const item of owned) {
      const owner = item.row.owner_id as string;
      const row = graded.get(item) ?? item.row;
      const limit = capOf(body.limits, people, owner)?.limit ?? Infinity;
      const held = this.#held.get(owner) as number;
      const rooms = roomsOf([...this.#rooms.values()], owner);
      const full = rooms.find((room) => room.held >= room.limit);
      const grade = overGrade(people, this.#grades, row);
      const reason = held >= limit ? { code: "holding_limit", facts: { person: owner, held, limit } }
        : full ? { code: "holding_team_limit", facts: { person: owner, team: full.team, held: full.held, limit: full.limit } }
        : grade ? { code: "holding_grade_limit", facts: { person: owner, ...grade } } : null;
      if (reason) {
        refused.add(item);
        item.reasons.push(reason);
        continue;
      }
      this.#held.set(owner, held + 1);
      for (const room of rooms) room.held++;
      countGrade(this.#grades, row, 1);
    }
    return refused;
  }

  /** Rows with the grade they will have. */
  async #graded(items: readonly Item[]): Promise<Map<Item, Row>> {
    if (items.length === 0) return new Map();
    const score = compileScore((await publishedPolicy(this.#ctx.house, scorePolicy)).body, await filterEnv(this.#ctx));
    return new Map(items.map((item) => [item, { ...item.row, stage: item.row.stage ?? "new", grade: score(item.row).grade }]));
  }
}
