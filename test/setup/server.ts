import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { documents } from "../../apps/api/documents.ts";
import { forms } from "../../apps/api/forms.ts";
import { site } from "../../apps/api/site.ts";
import { metrics } from "../../apps/api/metrics.ts";
import { buildServer } from "../../apps/api/server.ts";
import { signIn } from "../../apps/api/sign_in.ts";
import { operations } from "../../apps/everything.ts";
import { startLive } from "../../apps/live.ts";
import { followChanges } from "../../apps/prepare.ts";
import { createApiKey } from "../../core/access/keys/create.ts";
import { createLogin } from "../../core/access/login.ts";
import { type Actor, FULL_GRANTS, type House, type Scope } from "../../core/ctx.ts";
import { openDatabase } from "../../core/db/connect.ts";
import type { World } from "../world.ts";

/** A person of the world (signed in when first needed), an API key, a Cookie header, or nobody. */
export type Who = Actor | string | null;

export interface Answer {
  status: number;
  headers: Headers;
  /** The body as it came. */
  text: string;
  /** The body as JSON where it is JSON, else undefined. The tests look into answers of every shape. */
  json: any;
}

export interface Served {
  url: string;
  house: House;
  /** Sends a request; an object as body goes as JSON, a string or FormData as it is. */
  request(who: Who, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Headers that make a request somebody's; for requests a test sends itself. */
  as(who: Who): Promise<Record<string, string>>;
  /** Signs in with a password; the answer is the Cookie header to send. Throws when refused. */
  signIn(email: string, password: string): Promise<string>;
  /** The secret of a new API key that acts as a role; its team is the maker's. */
  keyFor(role: string, scope?: Extract<Scope, "own" | "team" | "all">, maker?: Actor): Promise<string>;
  close(): Promise<void>;
}

export const PASSWORD = "correct horse battery staple 42";

/** The built web app, which browser tests need; absent until it is built. */
export const WEB = fileURLToPath(new URL("../../dist/web/", import.meta.url));

/** The real server on a free port: the world's house, every operation, sign-in, documents, metrics, live updates. */
export async function served(world: Pick<World, "house" | "url" | "ctx">, options: { webDir?: string } = {}): Promise<Served> {
  const { house } = world;
  const beside = openDatabase({ url: world.url, poolSize: 1, log: () => {} });
  const changes = await followChanges(house, world.url);
  const live = await startLive(house, world.url);
  let ready = true;
  const app = await buildServer({
    house, operations, ready: () => ready, ...options, webDir: options.webDir ?? WEB,
    also(server) {
      metrics(server, house, beside.pool);
      signIn(server, house);
      documents(server, house, operations);
      forms(server, house);
      site(server, house);
    },
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  house.settings.publicUrl = url;

  const cookies = new Map<string, Promise<string>>();
  const s: Served = {
    url, house,
    async request(who, method, path, body, headers = {}) {
      const plain = typeof body === "string" || body instanceof FormData || body === undefined || Buffer.isBuffer(body);
      const type: Record<string, string> = plain ? {} : { "content-type": "application/json" };
      const answer = await fetch(url + path, {
        method, redirect: "manual", headers: { ...type, ...(await s.as(who)), ...headers },
        ...(body === undefined ? {} : { body: plain ? (body as string | FormData) : JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, text, json: /json/.test(answer.headers.get("content-type") ?? "") ? JSON.parse(text) : undefined };
    },
    async as(who): Promise<Record<string, string>> {
      if (who === null) return {};
      if (typeof who === "string") return who.startsWith("clew_") ? { authorization: `Bearer ${who}` } : { cookie: who };
      if (who.kind !== "person") throw new Error("only people sign in");
      let cookie = cookies.get(who.id);
      if (!cookie) cookies.set(who.id, (cookie = loginOf(who.id).then((email) => s.signIn(email, PASSWORD))));
      return { cookie: await cookie };
    },
    async signIn(email, password) {
      const answer = await s.request(null, "POST", "/api/auth/sign-in/email", { email, password });
      if (answer.status !== 200) throw new Error(`sign-in of ${email}: ${answer.status} ${answer.text}`);
      return answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ");
    },
    async keyFor(role, scope = "all", maker) {
      const actor: Actor = maker ? { ...maker, grants: FULL_GRANTS } as Actor : { kind: "system", id: null, name: "test", role: "system", teamId: null, grants: FULL_GRANTS };
      return (await createApiKey.run(world.ctx(actor), { name: `${role} ${scope}`, role, scope })).key;
    },
    async close() {
      ready = false;
      await live.stop();
      app.server.closeAllConnections();
      await app.close();
      await changes.stop();
      await beside.close();
    },
  };

  async function loginOf(personId: string): Promise<string> {
    const email = `${personId}@example.cn`;
    await createLogin(world.ctx({ kind: "system", id: null, name: "test", role: "system", teamId: null, grants: FULL_GRANTS }), personId, email, PASSWORD);
    return email;
  }
  return s;
}
