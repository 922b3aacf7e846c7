import type { InputOf, OperationName, OutputOf } from "../../apps/contract.ts";
import { addressOf, call, type CallOptions, type Method } from "./call.ts";
import { OPERATIONS } from "./operations.gen.ts";

type Sent = Record<string, unknown>;
type RunOptions = Pick<CallOptions, "signal" | "ifMatch" | "headers">;

/**
 * Runs an operation by name, typed from its declaration: path parameters, query and body are taken apart here.
 * Refusals and an unreachable server are thrown as ApiProblem. Uploads go through `upload`.
 */
export function run<N extends OperationName>(name: N, input: InputOf<N>, options: RunOptions = {}): Promise<OutputOf<N>> {
  const { method, path, query, body } = requestOf(name, input as Sent);
  return call<OutputOf<N>>(method, path, { ...options, query, ...(body === undefined ? {} : { body }) });
}

/** The address of a GET operation with its input, for plain links to downloads. */
export function linkTo<N extends OperationName>(name: N, input: InputOf<N>): string {
  const { path, query } = requestOf(name, input as Sent);
  return addressOf(path, query);
}

/** How an input is sent: named parts of the path first, the rest as query of a GET, else as body. */
export function requestOf(name: OperationName, input: Sent): { method: Method; path: string; query: Sent; body?: unknown } {
  const [method, template, kind] = OPERATIONS[name] as readonly [Method, string, "whole"?];
  const rest = { ...input };
  const path = template.replace(/:(\w+)/g, (_, key: string) => {
    const value = rest[key];
    delete rest[key];
    return encodeURIComponent(String(value));
  });
  if (method === "GET") return { method, path, query: rest };
  if (kind !== "whole") return { method, path, query: {}, ...(method === "DELETE" && Object.keys(rest).length === 0 ? {} : { body: rest }) };
  const { body, ...query } = rest;
  return { method, path, query, body };
}
