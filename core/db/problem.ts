import type { Text } from "../refusal.ts";

/** Why Clew cannot start, as one sentence for the person at the terminal. Anything else thrown at start is a bug. */
export class StartProblem extends Error {
  readonly sentence: Text;
  readonly exitCode: number;

  constructor(sentence: Text, options: { exitCode?: number; cause?: unknown } = {}) {
    super(sentence.en, { cause: options.cause });
    this.name = "StartProblem";
    this.sentence = sentence;
    this.exitCode = options.exitCode ?? 1;
  }
}

/** Turns what the file system says (full, read-only, forbidden) into a sentence about `path`; other errors pass unchanged. */
export function fileProblem(error: unknown, path: string): unknown {
  const code = (error as { code?: string } | null)?.code;
  const text = code ?? (error instanceof Error ? error.message : "");
  if (/ENOSPC|EDQUOT|No space left on device/.test(text)) {
    return new StartProblem({ zh: `磁盘空间已满，无法写入 ${path}`, en: `The disk is full: nothing can be written to ${path}` }, { cause: error });
  }
  if (/EROFS|Read-only file system/.test(text)) {
    return new StartProblem({ zh: `文件夹 ${path} 是只读的，请用 CLEW_DATA_DIR 指定可写的文件夹`, en: `The folder ${path} is read-only; set CLEW_DATA_DIR to one that can be written` }, { cause: error });
  }
  if (/EACCES|EPERM|Permission denied/.test(text)) {
    return new StartProblem({ zh: `没有写入文件夹 ${path} 的权限，请用 CLEW_DATA_DIR 指定可写的文件夹`, en: `There is no permission to write to the folder ${path}; set CLEW_DATA_DIR to one that can be written` }, { cause: error });
  }
  if (code === "ENOTDIR" || code === "EEXIST") {
    return new StartProblem({ zh: `${path} 不是文件夹，请用 CLEW_DATA_DIR 指定文件夹`, en: `${path} is not a folder; set CLEW_DATA_DIR to one` }, { cause: error });
  }
  return error;
}
