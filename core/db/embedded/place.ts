import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileProblem, StartProblem } from "../problem.ts";
import { type Account, canPass, chooseAccount, sharedRoot } from "./account.ts";

/** Names, inside the data folder, the place of a cluster that had to live outside it. */
const MARKER = "database.location";

/**
 * Where the cluster lives and who runs it: `postgres` inside the data folder, or, when root's data folder cannot be reached
 * by the database account, a folder outside that a marker file in the data folder names.
 */
export function placeCluster(dataDir: string): { cluster: string; account: Account; dataDir: string } {
  try {
    if (!existsSync(dataDir)) {
      mkdirSync(dataDir, { recursive: true });
      chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
    }
    const real = realpathSync(dataDir);
    const inside = join(real, "postgres");
    const marker = join(real, MARKER);
    if (existsSync(marker)) {
      const elsewhere = readFileSync(marker, "utf8").trim();
      if (!existsSync(join(elsewhere, "PG_VERSION"))) throw lost(marker, elsewhere);
      return { cluster: elsewhere, account: chooseAccount(elsewhere), dataDir: real };
    }
    const account = chooseAccount(existsSync(inside) ? inside : null);
    if (canPass(account, real)) return { cluster: inside, account, dataDir: real };
    if (existsSync(inside)) throw unreachable(inside);
    const elsewhere = join(sharedRoot(account), createHash("sha256").update(real).digest("hex").slice(0, 16));
    mkdirSync(elsewhere, { recursive: true, mode: 0o711 });
    return { cluster: join(elsewhere, "postgres"), account, dataDir: real };
  } catch (error) {
    throw fileProblem(error, dataDir);
  }
}

/** Remembers a cluster that lives outside its data folder; called once the cluster is complete. */
export function rememberPlace(dataDir: string, cluster: string): void {
  if (cluster !== join(dataDir, "postgres")) writeFileSync(join(dataDir, MARKER), `${cluster}\n`);
}

function lost(marker: string, cluster: string): StartProblem {
  return new StartProblem({
    zh: `此数据文件夹的数据库原本保存在 ${cluster}，现在已不存在；请恢复它，或删除 ${marker} 以新建空数据库`,
    en: `The database of this data folder was kept in ${cluster} and is not there any more; bring it back, or delete ${marker} to begin with an empty one`,
  });
}

function unreachable(cluster: string): StartProblem {
  return new StartProblem({
    zh: `数据库账户无法进入 ${cluster}；请放开其上级文件夹的访问权限（chmod o+x）`,
    en: `The database account cannot reach ${cluster}; open the folders above it (chmod o+x)`,
  });
}
