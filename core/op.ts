import type { z } from "zod";
import type { Ctx } from "./ctx.ts";
import type { Text } from "./refusal.ts";

/** "public": anyone; "signed_in": any person or key; otherwise "object:verb" or "room:verb", e.g. "lead:claim", "policy:edit". */
export type Need = "public" | "signed_in" | `${string}:${string}`;

export interface Http {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below /api/v1, e.g. "/leads/:id/claim". Path parameters and the query are part of the input. */
  path: string;
  /** "merge" (default): body fields are input fields; "whole": the body is the input field `body`; "upload": multipart, the file is `file`. */
  body?: "merge" | "whole" | "upload";
  /** Status of success, or how it follows from the answer; default 200. */
  status?: number | ((answer: never) => number);
  /** What comes back; default "json". "file": a Download; "events": an async iterable sent as server-sent events. */
  answer?: "json" | "file" | "events";
  /** Requests per minute per address and person; none by default. */
  perMinute?: number;
}

export interface Download {
  name: string;
  type: string;
  body: NodeJS.ReadableStream | string | Buffer;
}

export interface Upload {
  /** Where the received file lies, readable until the operation has ended. */
  path: string;
  name: string;
  size: number;
}

/**
 * An operation as a value. Routes, OpenAPI, the typed web client, the CLI and flow steps are derived from it;
 * there is no second surface. `run` gets checked input and a context that carries the caller's rights.
 */
export interface Op<Name extends string = string, I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  name: Name;
  title: Text;
  needs: Need | ((input: z.output<I>) => Need);
  http: Http;
  input: I;
  output: O;
  run(ctx: Ctx, input: z.output<I>): Promise<z.input<O>>;
}

/** Declares an operation; the types of `run` follow from its schemas. */
export function op<const Name extends string, I extends z.ZodType, O extends z.ZodType>(definition: Op<Name, I, O>): Op<Name, I, O> {
  return definition;
}

/** An operation whose types no longer matter: an element of the one list. */
// The list is heterogeneous: only `any` lets elements with different schemas stand in one array.
export type AnyOp = Op<string, any, any>;
