import { locale } from "../words/words.ts";
import { ApiProblem, problemOf } from "./problem.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface CallOptions {
  /** Empty values are left out; objects (filters) are sent as JSON. */
  query?: Record<string, unknown>;
  /** JSON, or FormData for uploads. */
  body?: unknown;
  headers?: Record<string, string>;
  /** The version the change was made on; another one in the database is answered 409. */
  ifMatch?: number;
  signal?: AbortSignal;
}

let signedOut: () => void = () => {};

/** Says what happens when the session has ended: the app goes to the sign-in page and keeps the address. */
export function whenSignedOut(go: () => void): void {
  signedOut = go;
}

/**
 * The one way to the server. `path` is below /api/v1 unless it starts with "/api/".
 * Throws ApiProblem for every refusal and when the server cannot be reached; an aborted call throws its AbortError.
 */
export async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  const response = await send(method, path, options);
  if (!response.ok) {
    const problem = await problemOf(response);
    if (response.status === 401 && !path.startsWith("/api/auth/")) signedOut();
    throw problem;
  }
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

async function send(method: Method, path: string, { query, body, headers, ifMatch, signal }: CallOptions): Promise<Response> {
  const form = body instanceof FormData;
  try {
    return await fetch(addressOf(path, query), {
      method,
      credentials: "same-origin",
      headers: {
        Accept: "application/json",
        "Accept-Language": locale(),
        ...(body === undefined || form ? {} : { "Content-Type": "application/json" }),
        ...(ifMatch === undefined ? {} : { "If-Match": String(ifMatch) }),
        ...headers,
      },
      body: body === undefined ? null : form ? body : JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiProblem(0, { code: "offline" });
  }
}

/** The address of a path with its query, also for plain links to downloads. */
export function addressOf(path: string, query: Record<string, unknown> = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "") continue;
    params.set(key, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  const text = params.toString();
  return (path.startsWith("/api/") ? path : `/api/v1${path}`) + (text && `?${text}`);
}
