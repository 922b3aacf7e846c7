// Writes the browser's table of operations from the one list; run it after adding or moving an operation.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the table lies, from the root. */
export const TABLE = "web/api/operations.gen.ts";

/** The table as TypeScript: name → method, path and how the body is sent where it is not merged; sorted by name. */
export function tableText(operations) {
  const lines = [...operations]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, http }) => `  ${JSON.stringify(name)}: ${JSON.stringify([http.method, http.path, ...(http.body && http.body !== "merge" ? [http.body] : [])]).replaceAll(",", ", ")},\n`);
  return `// Written by \`node scripts/contract.mjs\` from apps/everything.ts.\nexport const OPERATIONS = {\n${lines.join("")}} as const;\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { operations } = await import("../apps/everything.ts");
  writeFileSync(join(fileURLToPath(new URL("..", import.meta.url)), TABLE), tableText(operations));
  process.exit(0);
}
