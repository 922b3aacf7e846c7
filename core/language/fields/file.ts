import { cleanLine } from "../text.ts";
import { EMPTINESS, type FieldTypeDef, isBlank, type Parsed, problem } from "./definition.ts";
import { isId } from "./read-id.ts";

/** Stored files, [{id, name, size in bytes, type as media type}], at most 50; one alone may come without the list. */
export const file: FieldTypeDef = {
  kind: "json",
  column: () => "jsonb",
  parse(input): Parsed {
    if (isBlank(input)) return { value: null };
    const files: unknown[] = Array.isArray(input) ? input : [input];
    if (files.length > 50) return problem("最多 50 个文件", "At most 50 files");
    const value = files.map(readFile);
    if (value.includes(undefined)) return problem("应为已上传的文件", "Must be uploaded files");
    return { value: value.length > 0 ? value : null };
  },
  operators: EMPTINESS,
  format: (value) => (Array.isArray(value) ? value.map((each) => (each as { name: string }).name).join(", ") : ""),
};

function readFile(input: unknown) {
  if (typeof input !== "object" || input === null) return undefined;
  const { id, name, size, type } = input as Record<string, unknown>;
  if (typeof id !== "string" || !isId(id) || typeof name !== "string" || typeof type !== "string") return undefined;
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) return undefined;
  return { id, name: cleanLine(name).slice(0, 255), size, type: cleanLine(type).slice(0, 100) };
}
