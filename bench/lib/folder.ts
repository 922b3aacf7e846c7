import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A throwaway data folder that the database account can pass through, so that the cluster lies in it and goes with it. */
export function benchFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "clew-bench-"));
  chmodSync(path, 0o711);
  return path;
}
