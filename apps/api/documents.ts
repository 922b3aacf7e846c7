import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../core/ctx.ts";
import type { AnyOp } from "../../core/op.ts";
import { catalog, isBuiltIn } from "../../core/objects/catalog.ts";
import { docsPage } from "./docs_page.ts";
import { openApi } from "./openapi.ts";
import { contextOf } from "./route.ts";
import { sendJson } from "./send_json.ts";

/** The description of the API, for programs and for people. */
export function documents(app: FastifyInstance, house: House, operations: readonly AnyOp[]): void {
  // A stranger learns what Clew can do, never how this organisation has shaped it.
  const described = async (request: FastifyRequest, reply: FastifyReply) => {
    const { actor } = await contextOf(house, request, reply);
    const objects = actor.kind === "visitor" ? [] : [...(await catalog.get(house)).objects.values()].filter((o) => !o.retired && !isBuiltIn(o.key));
    return openApi(operations, objects, house.settings.publicUrl);
  };
  app.get("/api/openapi.json", async (request, reply) => {
    return sendJson(reply, await described(request, reply));
  });
  app.get("/api/docs", async (request, reply) => {
    return reply.type("text/html; charset=utf-8").header("cache-control", "no-store").send(docsPage(await described(request, reply)));
  });
}
