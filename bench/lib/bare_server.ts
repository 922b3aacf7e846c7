import Fastify from "fastify";
import pg from "pg";

// What the machine could do: one statement a request, nothing else.
const [url, port] = process.argv.slice(2) as [string, string];
const pool = new pg.Pool({ connectionString: url, max: 20 });
const app = Fastify();

await pool.query("create table if not exists public.bare (id bigint generated always as identity primary key, name text, phone text, company text, source text, body jsonb, at timestamptz default now())");
app.get("/healthz", async () => ({ status: "ok" }));
app.post("/insert", async (request, reply) => {
  const { name, phone, company, source } = request.body as Record<string, string>;
  const { rows } = await pool.query("insert into public.bare (name, phone, company, source, body) values ($1, $2, $3, $4, $5) returning id", [name, phone, company, source, request.body]);
  return reply.status(201).send(rows[0]);
});
app.post("/query", async (request) => {
  const { sql, params } = request.body as { sql: string; params: unknown[] };
  const { rows } = await pool.query(sql, params);
  return { items: rows };
});
await app.listen({ port: Number(port), host: "127.0.0.1" });
