import { type RawBuilder, sql } from "kysely";

/** Turns text with $1, $2 … and its parameters into a fragment that composes with others. */
export function bind(text: string, params: readonly unknown[]): RawBuilder<unknown> {
  const strings: string[] = [];
  const values: unknown[] = [];
  let from = 0;
  for (const found of text.matchAll(/\$(\d+)/g)) {
    strings.push(text.slice(from, found.index));
    values.push(params[Number(found[1]) - 1]);
    from = found.index + found[0].length;
  }
  strings.push(text.slice(from));
  return sql(Object.assign(strings, { raw: strings }) as unknown as TemplateStringsArray, ...values);
}
