import { z } from "zod";
import { type House, systemCtx } from "../ctx.ts";
import { Forbidden, Invalid, NotFound, type Refusal, Unauthenticated } from "../refusal.ts";
import { attempt } from "./attempts.ts";
import { requirePassword } from "./password_policy.ts";
import { PasswordWrong, PersonInactive, SignInWrong } from "./refusals.ts";
import { seenSessions } from "./session_cache.ts";
import { signInLibrary } from "./sign_in.ts";
import { ADDRESS_HEADER, SIGN_IN_PATH } from "./sign_in_names.ts";

/** The library's routes we offer; every other one of its routes does not exist. */
const ROUTES = new Map([
  ["POST /sign-in/email", signIn], ["POST /change-password", changePassword],
  ["POST /sign-out", pass], ["GET /get-session", pass], ["GET /list-sessions", pass], ["POST /revoke-session", pass], ["POST /revoke-other-sessions", pass],
]);

const SignInInput = z.strictObject({ email: z.string().trim().toLowerCase().max(254), password: z.string().max(1000), rememberMe: z.boolean().optional() });
const ChangePasswordInput = z.strictObject({
  currentPassword: z.string().max(1000), newPassword: z.string().max(1000), revokeOtherSessions: z.boolean().optional(),
});

/**
 * Answers a request below /api/auth; mounted by the API. `address` is the caller's as the server sees it. Throws a Refusal
 * for everything that is not a success, so that errors look the same as everywhere else.
 */
export async function handleSignIn(house: House, request: Request, address: string | undefined): Promise<Response> {
  const path = new URL(request.url).pathname.slice(SIGN_IN_PATH.length);
  const route = ROUTES.get(`${request.method} ${path}`);
  if (!route) throw NotFound();
  const headers = new Headers(request.headers);
  headers.delete(ADDRESS_HEADER);
  if (address) headers.set(ADDRESS_HEADER, address);
  // A browser names where a POST comes from; a program that says nothing of the kind is taken as at every other endpoint.
  if (!headers.has("origin") && !headers.has("sec-fetch-site")) headers.set("origin", new URL(request.url).origin);
  const { response, problem } = await route(house, new Request(request, { headers }), address);
  if (problem) throw problem;
  if (request.method === "POST" && path !== "/sign-in/email") await seenSessions.changed(systemCtx(house, "sign-in", { kind: "hand" }));
  return response;
}

interface Answer {
  response: Response;
  problem: Refusal | null;
}

async function pass(house: House, request: Request): Promise<Answer> {
  const response = await (await signInLibrary(house)).handler(request);
  return { response, problem: response.ok ? null : await problemOf(response) };
}

async function signIn(house: House, request: Request, address: string | undefined): Promise<Answer> {
  const input = await read(request, SignInInput);
  return attempt(house, { email: input.email, address }, async () => {
    const result = await pass(house, withBody(request, input));
    if (result.problem?.status !== 401) return { failed: false, result };
    return { failed: true, result: { ...result, problem: SignInWrong() } };
  });
}

async function changePassword(house: House, request: Request): Promise<Answer> {
  const input = await read(request, ChangePasswordInput);
  const session = await (await signInLibrary(house)).api.getSession({ headers: request.headers, query: { disableRefresh: true } });
  if (!session) throw Unauthenticated();
  requirePassword(input.newPassword, session.user.email, "newPassword");
  return attempt(house, { email: session.user.email }, async () => {
    const result = await pass(house, withBody(request, input));
    return { failed: result.problem?.code === "password_wrong", result };
  });
}

async function read<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await request.clone().json().catch(() => null));
  if (parsed.success) return parsed.data;
  throw Invalid({}, parsed.error.issues.map((issue) => {
    const unknown = issue.code === "unrecognized_keys" ? issue.keys.join(", ") : null;
    return {
      path: unknown ?? issue.path.join("."),
      message: unknown ? { zh: "未知字段", en: "Unknown field" } : { zh: "缺少或格式不正确", en: "Missing or not valid" },
    };
  }));
}

function withBody(request: Request, body: unknown): Request {
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  headers.set("content-type", "application/json");
  return new Request(request.url, { method: request.method, headers, body: JSON.stringify(body) });
}

async function problemOf(response: Response): Promise<Refusal> {
  const body = (await response.json().catch(() => null)) as { code?: string } | null;
  const reason = body?.code;
  if (reason === "PERSON_INACTIVE") return PersonInactive();
  if (reason === "INVALID_PASSWORD") return PasswordWrong();
  if (response.status === 401) return Unauthenticated();
  if (response.status === 403) return Forbidden({ reason });
  if (response.status === 404) return NotFound();
  if (response.status < 500) return Invalid({ reason });
  throw new Error(`the sign-in library answered ${response.status} ${reason ?? ""}`);
}
