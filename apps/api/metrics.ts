import type { FastifyInstance } from "fastify";
import type { Pool } from "pg";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { House } from "../../core/ctx.ts";
import { Forbidden } from "../../core/refusal.ts";
import { contextOf } from "./route.ts";

const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/** Prometheus text at /metrics, for administrators, API keys and the machine itself. */
export function metrics(app: FastifyInstance, house: House, pool: Pool): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: "clew_request_seconds", help: "Time to answer a request", labelNames: ["method", "route", "status"], buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10], registers: [registry],
  });
  registry.registerMetric(new Gauge({ name: "clew_database_connections", help: "Database connections of this process", labelNames: ["state"], registers: [], collect() {
    this.set({ state: "open" }, pool.totalCount);
    this.set({ state: "idle" }, pool.idleCount);
    this.set({ state: "waiting" }, pool.waitingCount);
  } }));
  app.addHook("onResponse", (request, reply, done) => {
    seconds.observe({ method: request.method, route: request.routeOptions.url ?? "none", status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
    done();
  });
  app.get("/metrics", async (request, reply) => {
    // A proxy on the same machine forwards for the whole world: only a direct call counts as local.
    const local = LOOPBACK.has(request.ip) && request.headers["x-forwarded-for"] === undefined;
    if (!local) {
      const ctx = await contextOf(house, request, reply);
      if (ctx.actor.kind !== "key" && ctx.actor.role !== "admin") throw Forbidden();
    }
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
