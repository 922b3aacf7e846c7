import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { colours } from "./theme.ts";

const css = readFileSync(new URL("../../leads/capture/form/browser/form.css", import.meta.url), "utf8");

test.each(["light", "dark"] as const)("the public form has the colours of the app (%s)", (mode) => {
  const [, block = ""] = [...css.matchAll(/:root \{([^}]*)\}/g)].at(mode === "light" ? 0 : 1) ?? [];
  const said = Object.fromEntries([...block.matchAll(/--([\w-]+): (#\w+)/g)].map(([, name, value]) => [name, value]));
  const { accent, page, surface, text, quiet, bad } = colours(mode);
  expect(said).toMatchObject({ accent, back: page, card: surface, text, quiet, bad });
});
