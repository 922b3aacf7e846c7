import { fileProblem, StartProblem } from "../../core/db/problem.ts";
import type { Text } from "../../core/refusal.ts";

/** The language of the terminal: CLEW_LOCALE, else what the system is set to. */
export function inLanguage(text: Text, env: NodeJS.ProcessEnv = process.env): string {
  const wanted = env.CLEW_LOCALE || env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return wanted.startsWith("zh") ? text.zh : text.en;
}

/** One line to the person at the terminal; results go to stdout, everything else to stderr. */
export function say(text: Text): void {
  process.stderr.write(`${inLanguage(text)}\n`);
}

/** One line of the log, as the database and the start write it. */
export function logLine(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** What to tell the person about an error of the start, and the exit code; null when it is a bug that needs its stack. */
export function startProblem(error: unknown): StartProblem | null {
  if (error instanceof StartProblem) return error;
  const { code, port, address } = (error ?? {}) as { code?: string; port?: number; address?: string };
  if (code === "EADDRINUSE") {
    return new StartProblem({ zh: `端口 ${port} 已被占用；请停止占用它的程序，或用 PORT 指定另一个端口`, en: `Port ${port} is taken; stop the program that uses it, or set PORT to another one` });
  }
  if (code === "EADDRNOTAVAIL") {
    return new StartProblem({ zh: `本机没有地址 ${address}；请检查 HOST`, en: `This machine has no address ${address}; check HOST` });
  }
  if (code === "EACCES" && port !== undefined) {
    return new StartProblem({ zh: `没有监听端口 ${port} 的权限；请用 PORT 指定 1024 以上的端口`, en: `There is no permission to listen on port ${port}; set PORT to one above 1024` });
  }
  const known = fileProblem(error, process.env.CLEW_DATA_DIR || "data");
  return known instanceof StartProblem ? known : null;
}
