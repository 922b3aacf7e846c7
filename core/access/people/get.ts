import { op } from "../../op.ts";
import { ById } from "../shapes.ts";
import { Person, loadPerson, visiblePerson } from "./person.ts";

/** One person. */
export const getPerson = op({
  name: "person.get",
  title: { zh: "查看人员", en: "Read a person" },
  needs: "person:read",
  http: { method: "GET", path: "/people/:id" },
  input: ById,
  output: Person,
  run: async (ctx, { id }) => visiblePerson(ctx, await loadPerson(ctx, id)),
});
