/** One value of a payload with the dotted path that leads to it ("items.0.name"). */
export interface PayloadPath {
  path: string;
  value: string;
}

const MOST_PATHS = 200;

/** Every single value of a payload, in order; a list shows its first item only. */
export function pathsOf(payload: unknown, prefix = ""): PayloadPath[] {
  if (payload === null || payload === undefined) return prefix === "" ? [] : [{ path: prefix, value: "" }];
  if (typeof payload !== "object") return prefix === "" ? [] : [{ path: prefix, value: String(payload) }];
  const entries = Array.isArray(payload) ? payload.slice(0, 1).map((item, index): [string, unknown] => [String(index), item]) : Object.entries(payload);
  return entries.flatMap(([key, value]) => pathsOf(value, prefix === "" ? key : `${prefix}.${key}`)).slice(0, MOST_PATHS);
}

/** Reads a pasted sample: JSON, or form-encoded text ("name=…&phone=…"); undefined when it is neither. */
export function readSample(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    const pairs = [...new URLSearchParams(text.trim())];
    return pairs.length > 0 && pairs.every(([key, value]) => /^[\w.[\]-]+$/.test(key) && value !== "") ? Object.fromEntries(pairs) : undefined;
  }
}
