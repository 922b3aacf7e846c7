import type { AnyOp } from "../../core/op.ts";

/** Which methods the operations offer at a path; none for a path that does not exist. */
export function methodsAt(operations: readonly AnyOp[]): (path: string) => string[] {
  const known = operations.map(({ http }) => ({ method: http.method, pattern: new RegExp(`^/api/v1${http.path.replace(/:\w+/g, "[^/]+")}$`) }));
  return (path) => {
    const methods = new Set<string>(known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method));
    return [...methods, ...(methods.has("GET") ? ["HEAD"] : [])].sort();
  };
}
