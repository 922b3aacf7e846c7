import type { FastifyReply, FastifyRequest } from "fastify";
import type { Via } from "../../core/ctx.ts";

/** How a request came in; most of it is read when it is asked for, which is seldom. */
export class RequestVia implements Via {
  readonly requestId: string;
  readonly address: string;
  readonly headers: FastifyRequest["headers"];
  readonly #reply: FastifyReply;
  #gone: AbortController | undefined;

  constructor(request: FastifyRequest, reply: FastifyReply) {
    this.requestId = request.id;
    this.headers = request.headers;
    // Now: a caller that has hung up has no address any more.
    this.address = request.ip;
    this.#reply = reply;
  }

  get origin(): string | undefined {
    return this.headers.origin;
  }

  get userAgent(): string | undefined {
    return this.headers["user-agent"];
  }

  get ifMatch(): string | undefined {
    return this.headers["if-match"];
  }

  get idempotencyKey(): string | undefined {
    const key = this.headers["idempotency-key"];
    return typeof key === "string" ? key : undefined;
  }

  get signal(): AbortSignal {
    if (!this.#gone) {
      const gone = new AbortController();
      this.#reply.raw.once("close", () => gone.abort());
      this.#gone = gone;
    }
    return this.#gone.signal;
  }
}
