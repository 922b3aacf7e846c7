import { sql } from "kysely";
import { z } from "zod";
import { op } from "../../op.ts";
import { afterId, cutPage, pageInput, pageOf } from "../page.ts";
import { PERSON_COLUMNS, Person, type StoredPerson, visiblePerson } from "./person.ts";

/** People of the organisation, inactive ones included unless a status is asked for; `q` looks in names. */
export const listPeople = op({
  name: "person.list",
  title: { zh: "人员列表", en: "List people" },
  needs: "person:read",
  http: { method: "GET", path: "/people" },
  input: z.strictObject({
    ...pageInput, q: z.string().trim().max(100).optional(), status: z.enum(["active", "inactive"]).optional(),
    role: z.string().max(100).optional(), team_id: z.uuid().optional(),
  }),
  output: pageOf(Person),
  async run(ctx, { limit, cursor, q, status, role, team_id }) {
    const { rows } = await sql<StoredPerson>`
      select ${PERSON_COLUMNS} from clew.person
      where id > coalesce(${afterId(cursor)}::uuid, '00000000-0000-0000-0000-000000000000')
        and (${q ?? null}::text is null or strpos(lower(name), lower(${q ?? null}::text)) > 0)
        and (${status ?? null}::text is null or status = ${status ?? null})
        and (${role ?? null}::text is null or role = ${role ?? null})
        and (${team_id ?? null}::uuid is null or team_id = ${team_id ?? null}::uuid)
      order by id limit ${limit + 1}
    `.execute(ctx.db);
    const page = cutPage(rows, limit, (person) => person.id);
    return { ...page, items: page.items.map((person) => visiblePerson(ctx, person)) };
  },
});
