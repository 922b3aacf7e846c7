import { spawnSync } from "node:child_process";
import { chownSync, lstatSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { StartProblem } from "../problem.ts";

/** The unprivileged account PostgreSQL runs under; null when Clew itself is not root and simply runs as itself. */
export type Account = { uid: number; gid: number } | null;

/** Where root keeps what an unprivileged account must reach. */
const SHARED_ROOTS = ["/var/lib/clew", "/usr/local/lib/clew", "/tmp/clew-root"];

/** Chooses the account: whoever owns an existing cluster, else a known service account, else a new system account. */
export function chooseAccount(cluster: string | null): Account {
  if (process.getuid?.() !== 0) return null;
  if (cluster) {
    const owner = statSync(cluster);
    if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  }
  for (const name of ["clew", "postgres"]) {
    const found = lookUp(name);
    if (found) return found;
  }
  spawnSync("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "clew"]);
  const account = lookUp("clew") ?? lookUp("nobody");
  if (account) return account;
  throw new StartProblem({
    zh: "数据库不能以 root 身份运行，且系统中没有可用的普通账户；请新建系统用户 clew 后重试",
    en: "The database does not run as root and no ordinary account was found: create a system user named clew and try again",
  });
}

/** Whether the account may enter this folder: asked of the system itself, so that ACLs and mounts count too. */
export function canEnter(account: Account, folder: string): boolean {
  return account === null || spawnSync("/bin/sh", ["-c", 'cd "$1" && ls . >/dev/null', "sh", folder], { ...account, cwd: "/", stdio: "ignore" }).status === 0;
}

/** Whether the account may pass through this folder to something inside it. */
export function canPass(account: Account, folder: string): boolean {
  return account === null || spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...account, cwd: "/", stdio: "ignore" }).status === 0;
}

/** A folder that root owns, the account can pass through and survives restarts where the system lets it. */
export function sharedRoot(account: Account): string {
  for (const folder of SHARED_ROOTS) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      // Somebody else's folder of this name in a place everyone may write to is not to be trusted.
      const found = lstatSync(folder);
      if (found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0 && canPass(account, folder)) return folder;
    } catch {
      // Not here: the next place.
    }
  }
  throw new StartProblem({
    zh: "没有找到数据库账户可以读取的文件夹；请创建 /var/lib/clew（权限 755）后重试",
    en: "No folder was found that the database account can read: create /var/lib/clew with mode 755 and try again",
  });
}

/** Gives a folder with everything in it to the account. */
export function giveTo(account: Account, path: string): void {
  if (!account) return;
  chownSync(path, account.uid, account.gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveTo(account, join(path, name));
}

function lookUp(name: string): Account {
  const ask = (flag: string) => {
    const answer = spawnSync("id", [flag, name], { encoding: "utf8" });
    return answer.status === 0 ? Number(answer.stdout) : NaN;
  };
  const uid = ask("-u");
  return uid > 0 ? { uid, gid: ask("-g") } : null;
}
