import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Locale, Settings } from "../core/ctx.ts";
import { openFolder } from "../core/db/embedded/place.ts";
import { fileProblem, StartProblem } from "../core/db/problem.ts";

/** Everything the environment says about this process. */
export interface ProcessSettings extends Settings {
  port: number;
  host: string;
  /** Null: the embedded database. */
  databaseUrl: string | null;
  /** A replica that answers reports; null: the same database. */
  reportDatabaseUrl: string | null;
  role: "all" | "api" | "worker";
  /** The first administrator, made only while there are no people. */
  admin: { email: string; password: string } | null;
  logLevel: string;
}

const ROLES = ["all", "api", "worker"] as const;
const LOCALES: readonly Locale[] = ["zh-CN", "en"];
const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];
const SECRET_LENGTH = 16;

/**
 * Reads the environment; a value that cannot be used throws a StartProblem that names the variable. Makes the data folder
 * and, where CLEW_SECRET is not set, the secret in it (mode 0600). A demo has its own data folder.
 */
export function readSettings(env: NodeJS.ProcessEnv, options: { demo?: boolean } = {}): ProcessSettings {
  const port = integer(env, "PORT", 3000, 0, 65_535);
  const host = env.HOST || "127.0.0.1";
  const role = oneOf(env, "CLEW_ROLE", ROLES, "all");
  const dataDir = resolve(env.CLEW_DATA_DIR || (options.demo ? "data-demo" : "data"));
  const databaseUrl = databaseAddress(env, "DATABASE_URL");
  if (databaseUrl === null && role !== "all") {
    throw new StartProblem({
      zh: `CLEW_ROLE=${role} 需要 DATABASE_URL：内置数据库只能由一个进程使用`,
      en: `CLEW_ROLE=${role} needs DATABASE_URL: the embedded database serves a single process`,
    });
  }
  return {
    port, host, role, dataDir, databaseUrl,
    reportDatabaseUrl: databaseAddress(env, "CLEW_REPORT_DATABASE_URL"),
    admin: administrator(env),
    publicUrl: publicUrl(env, host, port),
    secret: env.CLEW_SECRET ? checkedSecret(env.CLEW_SECRET) : storedSecret(dataDir, databaseUrl, role),
    timeZone: timeZone(env),
    locale: oneOf(env, "CLEW_LOCALE", LOCALES, "zh-CN"),
    country: "CN",
    currency: "CNY",
    logLevel: oneOf(env, "LOG_LEVEL", LOG_LEVELS, "info"),
  };
}

function wrong(name: string, value: string, zh: string, en: string): StartProblem {
  return new StartProblem({ zh: `环境变量 ${name} 的值“${value}”不正确：${zh}`, en: `The value "${value}" of ${name} cannot be used: ${en}` });
}

function integer(env: NodeJS.ProcessEnv, name: string, fallback: number, least: number, most: number): number {
  const text = env[name];
  if (!text) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) throw wrong(name, text, `应为 ${least}–${most} 的整数`, `it must be a whole number from ${least} to ${most}`);
  return value;
}

function oneOf<T extends string>(env: NodeJS.ProcessEnv, name: string, values: readonly T[], fallback: NoInfer<T>): T {
  const text = env[name];
  if (!text) return fallback;
  const found = values.find((value) => value === text);
  if (found === undefined) throw wrong(name, text, `可选值：${values.join("、")}`, `it must be one of ${values.join(", ")}`);
  return found;
}

function databaseAddress(env: NodeJS.ProcessEnv, name: string): string | null {
  const text = env[name];
  if (!text) return null;
  // The value may hold a password, so the sentence does not repeat it.
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    throw new StartProblem({
      zh: `环境变量 ${name} 不是数据库地址，应类似 postgres://用户:密码@主机:5432/数据库`,
      en: `${name} is not a database address; it looks like postgres://user:password@host:5432/name`,
    });
  }
  return text;
}

function administrator(env: NodeJS.ProcessEnv): ProcessSettings["admin"] {
  const { CLEW_ADMIN_EMAIL: email, CLEW_ADMIN_PASSWORD: password } = env;
  if (!email && !password) return null;
  if (!email || !password) {
    throw new StartProblem({ zh: "CLEW_ADMIN_EMAIL 与 CLEW_ADMIN_PASSWORD 必须同时设置", en: "CLEW_ADMIN_EMAIL and CLEW_ADMIN_PASSWORD must be set together" });
  }
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw wrong("CLEW_ADMIN_EMAIL", email, "应为电子邮箱地址", "it must be an e-mail address");
  return { email, password };
}

function publicUrl(env: NodeJS.ProcessEnv, host: string, port: number): string {
  const text = env.CLEW_PUBLIC_URL;
  if (text) {
    if (!/^https?:\/\//.test(text) || !URL.canParse(text)) throw wrong("CLEW_PUBLIC_URL", text, "应以 http:// 或 https:// 开头", "it must begin with http:// or https://");
    return text.replace(/\/+$/, "");
  }
  // Listening everywhere is not an address anybody can open.
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

function timeZone(env: NodeJS.ProcessEnv): string {
  const text = env.CLEW_TIME_ZONE || "Asia/Shanghai";
  try {
    Intl.DateTimeFormat("en", { timeZone: text });
    return text;
  } catch {
    throw wrong("CLEW_TIME_ZONE", text, "应为时区名，例如 Asia/Shanghai", "it must be a time zone such as Asia/Shanghai");
  }
}

function checkedSecret(secret: string): string {
  if (secret.length >= SECRET_LENGTH) return secret;
  throw new StartProblem({ zh: `CLEW_SECRET 太短，至少需要 ${SECRET_LENGTH} 个字符`, en: `CLEW_SECRET is too short; it needs at least ${SECRET_LENGTH} characters` });
}

function storedSecret(dataDir: string, databaseUrl: string | null, role: string): string {
  if (databaseUrl !== null && role !== "all") {
    throw new StartProblem({
      zh: "多个进程共用 DATABASE_URL 时必须设置 CLEW_SECRET，且各进程相同（可用 openssl rand -hex 32 生成）",
      en: "Several processes on one DATABASE_URL need CLEW_SECRET, the same for each of them (openssl rand -hex 32 makes one)",
    });
  }
  const path = join(dataDir, "secret");
  try {
    openFolder(dataDir);
    try {
      writeFileSync(path, `${randomBytes(32).toString("hex")}\n`, { flag: "wx", mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    throw fileProblem(error, dataDir);
  }
}
