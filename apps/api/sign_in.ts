import type { FastifyInstance } from "fastify";
import { handleSignIn } from "../../core/access/sign_in_handler.ts";
import type { House } from "../../core/ctx.ts";

/** Mounts the sign-in library's routes. */
export function signIn(app: FastifyInstance, house: House): void {
  app.route({
    method: ["GET", "POST"],
    url: "/api/auth/*",
    async handler(request, reply) {
      const headers = new Headers();
      for (const [key, value] of Object.entries(request.headers)) if (typeof value === "string" && key !== "content-length") headers.set(key, value);
      const url = new URL(request.url, `${request.protocol}://${request.headers.host ?? "localhost"}`);
      const body = request.method === "POST" ? JSON.stringify(request.body ?? {}) : null;
      if (body !== null) headers.set("content-type", "application/json");
      const answer = await handleSignIn(house, new Request(url, { method: request.method, headers, body }), request.ip);
      reply.status(answer.status);
      answer.headers.forEach((value, key) => {
        if (key !== "set-cookie") reply.header(key, value);
      });
      for (const cookie of answer.headers.getSetCookie()) reply.header("set-cookie", cookie);
      return reply.header("cache-control", "no-store").send(Buffer.from(await answer.arrayBuffer()));
    },
  });
}
