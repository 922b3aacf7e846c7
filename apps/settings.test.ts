import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readSettings } from "./settings.ts";

const folder = mkdtempSync(join(tmpdir(), "clew-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));
const read = (env: Record<string, string>) => readSettings({ CLEW_DATA_DIR: join(folder, "数据 1"), ...env });

test("an empty environment listens locally on 3000, in Chinese, Shanghai time, with the embedded database", () => {
  expect(read({})).toMatchObject({
    port: 3000, host: "127.0.0.1", publicUrl: "http://127.0.0.1:3000", role: "all", databaseUrl: null,
    timeZone: "Asia/Shanghai", locale: "zh-CN", admin: null, logLevel: "info",
  });
});

test("the secret is made once, kept for the next start and readable by nobody else", () => {
  const { secret, dataDir } = read({});
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(read({}).secret).toBe(secret);
  expect(statSync(join(dataDir, "secret")).mode & 0o777).toBe(0o600);
});

test("a value that cannot be used is refused by the variable's name", () => {
  for (const PORT of ["abc", "-1", "70000", "3000.5", "0x10"]) expect(() => read({ PORT })).toThrow(`The value "${PORT}" of PORT`);
  expect(() => read({ CLEW_ROLE: "web" })).toThrow("one of all, api, worker");
  expect(() => read({ CLEW_TIME_ZONE: "Beijing" })).toThrow("CLEW_TIME_ZONE");
  expect(() => read({ CLEW_PUBLIC_URL: "crm.example.com" })).toThrow("CLEW_PUBLIC_URL");
  expect(() => read({ CLEW_ADMIN_EMAIL: "a@b.cn" })).toThrow("must be set together");
});

test("a database address that is none is refused without repeating the password in it", () => {
  expect(() => read({ DATABASE_URL: "mysql://root:hunter2@db/x" })).toThrow(/^(?!.*hunter2).*DATABASE_URL/);
});

test("several processes must be given the secret, because each would make its own", () => {
  const env = { DATABASE_URL: "postgres://clew@db/clew", CLEW_ROLE: "worker" };
  expect(() => read(env)).toThrow("CLEW_SECRET");
  expect(read({ ...env, CLEW_SECRET: "0123456789abcdef" }).role).toBe("worker");
  expect(() => read({ CLEW_ROLE: "api" })).toThrow("needs DATABASE_URL");
});
