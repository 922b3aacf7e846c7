/** Both languages of one text; Chinese first, because most users read it. */
export interface Text {
  zh: string;
  en: string;
}

export interface FieldProblem {
  path: string;
  message: Text;
}

/**
 * The one error class a user may see. `code` is a greppable literal, `facts` are for programs,
 * `errors` name the fields that are wrong. Anything else thrown is a bug and is answered 500 without text.
 */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly text: Text;
  readonly facts: Record<string, unknown>;
  readonly errors: FieldProblem[];

  constructor(code: string, status: number, text: Text, facts: Record<string, unknown> = {}, errors: FieldProblem[] = []) {
    super(`${code}: ${text.en}`);
    this.name = "Refusal";
    this.code = code;
    this.status = status;
    this.text = text;
    this.facts = facts;
    this.errors = errors;
  }
}

const codes = new Map<string, number>();

/**
 * Declares one refusal of the closed list, in the room that gives it; `{name}` in a text is replaced from the facts.
 * Throws at load time when a code is declared twice.
 */
export function refusal(code: string, status: number, text: Text) {
  if (codes.has(code)) throw new Error(`refusal ${code} is declared twice`);
  codes.set(code, status);
  return (facts: Record<string, unknown> = {}, errors: FieldProblem[] = []) =>
    new Refusal(code, status, { zh: fill(text.zh, facts), en: fill(text.en, facts) }, facts, errors);
}

/** Every declared code with its HTTP status, for the OpenAPI description. */
export const refusalCodes: ReadonlyMap<string, number> = codes;

function fill(template: string, facts: Record<string, unknown>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in facts ? String(facts[name]) : whole));
}

export const Invalid = refusal("invalid_input", 400, { zh: "输入有误，请检查标出的字段", en: "Some input is not valid; see the fields named" });
export const Unauthenticated = refusal("unauthenticated", 401, { zh: "请先登录", en: "Please sign in" });
export const Forbidden = refusal("forbidden", 403, { zh: "您没有执行此操作的权限", en: "You are not allowed to do this" });
export const NotFound = refusal("not_found", 404, { zh: "没有找到，或您无权查看", en: "Not found, or not visible to you" });
export const Conflict = refusal("conflict", 409, { zh: "记录已被他人修改，请刷新后重试", en: "Someone else changed this record; reload and try again" });
export const TooLarge = refusal("too_large", 413, { zh: "超出上限：{limit}", en: "Too large; the limit is {limit}" });
export const TooMany = refusal("rate_limited", 429, { zh: "操作过于频繁，请在 {retry_after} 秒后重试", en: "Too many requests; try again in {retry_after} s" });
export const Unavailable = refusal("unavailable", 503, { zh: "服务暂时不可用，请稍后重试", en: "The service is not available right now; try again soon" });

/** A refusal of one field: the usual answer to bad input. */
export function invalidField(path: string, message: Text): Refusal {
  return Invalid({}, [{ path, message }]);
}
