import { FILTER_OPS, type Filter, type FilterOp, type Schema } from "../types.ts";
import { invalidField } from "../../refusal.ts";
import type { ParseOptions } from "../fields/definition.ts";
import { fieldTypes } from "../fields/registry.ts";
import { parseOperand } from "./operand.ts";
import { fieldAt } from "./path.ts";

const DEEPEST = 12;
const MOST = 500;

/**
 * Checks a filter from outside against the fields of `object` and brings its values into canonical form, which may
 * rewrite a condition into an equal one. Throws `invalid_input` with the JSON path, e.g. "filter.all[1].value".
 * Times without offset are read in `options.timeZone`.
 */
export function parseFilter(input: unknown, object: string, schema: Schema, options: ParseOptions = {}): Filter {
  let conditions = 0;

  function parse(node: unknown, path: string, depth: number): Filter {
    if (typeof node !== "object" || node === null || Array.isArray(node)) {
      throw invalidField(path, { zh: "应为筛选条件", en: "Must be a filter" });
    }
    if (depth > DEEPEST) throw invalidField(path, { zh: `筛选最多嵌套 ${DEEPEST} 层`, en: `A filter nests at most ${DEEPEST} levels` });
    if (++conditions > MOST) throw invalidField(path, { zh: `筛选最多 ${MOST} 个条件`, en: `A filter has at most ${MOST} conditions` });
    const { all, any, not, field, op, value } = node as Record<string, unknown>;
    if (all !== undefined) {
      refuseOthers(node, ["all"], path);
      return { all: list(all, `${path}.all`, depth) };
    }
    if (any !== undefined) {
      refuseOthers(node, ["any"], path);
      return { any: list(any, `${path}.any`, depth) };
    }
    if (not !== undefined) {
      refuseOthers(node, ["not"], path);
      return { not: parse(not, `${path}.not`, depth + 1) };
    }
    refuseOthers(node, ["field", "op", "value"], path);
    return condition(field, op, value, path);
  }

  function list(nodes: unknown, path: string, depth: number): Filter[] {
    if (!Array.isArray(nodes)) throw invalidField(path, { zh: "应为列表", en: "Must be a list" });
    return nodes.map((node, i) => parse(node, `${path}[${i}]`, depth + 1));
  }

  function condition(key: unknown, op: unknown, value: unknown, path: string): Filter {
    const field = typeof key === "string" && key.length <= 300 ? fieldAt(key, object, schema) : undefined;
    if (typeof key !== "string" || !field || field.internal) {
      const shown = typeof key === "string" ? key.slice(0, 100) : "";
      throw invalidField(`${path}.field`, { zh: `没有字段“${shown}”`, en: `There is no field "${shown}"` });
    }
    if (!FILTER_OPS.includes(op as FilterOp)) {
      throw invalidField(`${path}.op`, { zh: `没有此条件，可用：${FILTER_OPS.join("、")}`, en: `No such condition; there are ${FILTER_OPS.join(", ")}` });
    }
    const { operators } = fieldTypes[field.type];
    if (!operators.includes(op as FilterOp)) {
      throw invalidField(`${path}.op`, {
        zh: `字段“${field.label.zh}”可用的条件：${operators.join("、")}`,
        en: `Conditions for the field "${field.label.en}" are ${operators.join(", ")}`,
      });
    }
    return parseOperand(field, key, op as FilterOp, value, path, options);
  }

  return parse(input, "filter", 1);
}

function refuseOthers(node: object, known: string[], path: string): void {
  for (const key of Object.keys(node)) {
    if (!known.includes(key)) {
      const shown = key.slice(0, 100);
      throw invalidField(`${path}.${shown}`, { zh: `筛选里不认识“${shown}”`, en: `"${shown}" is not known here in a filter` });
    }
  }
}

/** Every field and path a filter reads, each once. */
export function filterFields(filter: Filter): string[] {
  const paths = new Set<string>();
  const visit = (node: Filter): void => {
    if ("all" in node) node.all.forEach(visit);
    else if ("any" in node) node.any.forEach(visit);
    else if ("not" in node) visit(node.not);
    else paths.add(node.field);
  };
  visit(filter);
  return [...paths];
}

/** All of the filters at once; undefined ones fall out, and none at all is undefined. */
export function and(...filters: (Filter | undefined)[]): Filter | undefined {
  const given = filters.filter((filter) => filter !== undefined);
  return given.length > 1 ? { all: given } : given[0];
}
