import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** `unit` lies beside the code and needs nothing; `story` runs on a real database, each file on its own clone. */
export default defineConfig({
  plugins: [react()],
  test: {
    projects: [
      {
        extends: true,
        test: { name: "unit", sequence: { groupOrder: 0 }, testTimeout: 60_000, include: ["{core,leads,flows,insight,connect,apps,web,bench,scripts}/**/*.test.{ts,tsx}"] },
      },
      {
        extends: true,
        test: {
          name: "story",
          sequence: { groupOrder: 1 },
          include: ["test/**/*.test.{ts,tsx}"],
          globalSetup: ["test/setup/database.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
