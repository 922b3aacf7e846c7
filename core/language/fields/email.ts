import { cleanLine } from "../text.ts";
import { EMPTINESS, EQUALITY, type FieldTypeDef, nothing, problem, SEARCHING } from "./definition.ts";

// Length limits: RFC 5321 4.5.3.1 (64 octets before the @, 254 in all) and RFC 1035 2.3.4 (63 a label).
const LOCAL = /^[^\s@"(),:;<>[\\\]]{1,64}$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;

/**
 * A mail address in lower case. Accepts what mail systems in use accept, which is neither all nor only RFC 5322:
 * plus signs and international names pass, quoted local parts, comments and bare hosts do not.
 */
export const email: FieldTypeDef = {
  kind: "text",
  column: () => "text",
  parse(input) {
    if (input === null || input === undefined) return nothing;
    const value = typeof input === "string" ? cleanLine(input).replace(/^mailto:/i, "").toLowerCase() : "@";
    if (value === "") return nothing;
    return isEmail(value) ? { value } : problem("邮箱地址格式不正确", "Not an e-mail address");
  },
  operators: [...EQUALITY, ...SEARCHING, ...EMPTINESS],
  format: (value) => (value === null ? "" : String(value)),
};

function isEmail(value: string): boolean {
  const at = value.lastIndexOf("@");
  const local = value.slice(0, at);
  const labels = value.slice(at + 1).split(".");
  return value.length <= 254 && at > 0 && LOCAL.test(local) && !/^\.|\.\.|\.$/.test(local)
    && labels.length >= 2 && labels.every((label) => LABEL.test(label)) && !/^\p{N}+$/u.test(labels.at(-1) ?? "");
}
