/** A problem document (RFC 9457) as the server sends it. */
export interface ProblemDocument {
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  facts?: Record<string, unknown>;
  errors?: { path: string; message: string }[];
}

/** A call that was refused or did not arrive; `status` 0 and code "offline" when there was no answer at all. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly facts: Record<string, unknown>;
  readonly errors: { path: string; message: string }[];

  constructor(status: number, document: ProblemDocument) {
    super(document.title ?? document.code ?? `HTTP ${status}`);
    this.name = "ApiProblem";
    this.status = status;
    this.code = document.code ?? (status === 0 ? "offline" : "unknown");
    this.title = document.title ?? "";
    this.detail = document.detail ?? "";
    this.facts = document.facts ?? {};
    this.errors = document.errors ?? [];
  }

  /** What is wrong with one field, if the server named it. */
  fieldError(path: string): string | undefined {
    return this.errors.find((error) => error.path === path)?.message;
  }
}

/** Reads a failed answer; the sign-in library answers `{code, message}` instead of a problem document. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => ({}));
  const document = typeof body === "object" && body !== null ? (body as ProblemDocument & { message?: string }) : {};
  return new ApiProblem(response.status, { ...document, title: document.title ?? document.message });
}
