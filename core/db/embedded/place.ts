import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileProblem, StartProblem } from "../problem.ts";
import { type Account, canPass, chooseAccount, sharedRoot } from "./account.ts";

/** Names, inside the data folder, the place of a cluster that had to live outside it. */
const MARKER = "database.location";

/** Makes the data folder where there is none; returns its real path. Root's lets the database account pass through. */
export function openFolder(dataDir: string): string {
  try {
    if (!existsSync(dataDir)) {
      mkdirSync(dataDir, { recursive: true });
      chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
    }
    if (!statSync(dataDir).isDirectory()) throw Object.assign(new Error(dataDir), { code: "ENOTDIR" });
    return realpathSync(dataDir);
  } catch (error) {
    throw fileProblem(error, dataDir);
  }
}

/**
 * Where the cluster lives and who runs it: `postgres` inside the data folder, or, when root's data folder cannot be reached
 * by the database account, a folder outside that a marker file in the data folder names. Called with the folder's lock held.
 */
export function placeCluster(dataDir: string): { cluster: string; account: Account } {
  const inside = join(dataDir, "postgres");
  const marker = join(dataDir, MARKER);
  if (existsSync(marker)) {
    const elsewhere = readFileSync(marker, "utf8").trim();
    if (!existsSync(join(elsewhere, "PG_VERSION"))) throw lost(marker, elsewhere);
    return { cluster: elsewhere, account: chooseAccount(elsewhere) };
  }
  const account = chooseAccount(existsSync(inside) ? inside : null);
  if (canPass(account, dataDir)) return { cluster: inside, account };
  if (existsSync(inside)) throw unreachable(inside);
  // A new folder each time: whoever deletes a data folder and begins again must not find the old data.
  const elsewhere = mkdtempSync(join(sharedRoot(account), "data-"));
  chmodSync(elsewhere, 0o711);
  writeFileSync(join(elsewhere, "belongs-to"), `${dataDir}\n`);
  return { cluster: join(elsewhere, "postgres"), account };
}

/** Remembers a cluster that lives outside its data folder; called once the cluster is complete. */
export function rememberPlace(dataDir: string, cluster: string): void {
  if (cluster !== join(dataDir, "postgres")) writeFileSync(join(dataDir, MARKER), `${cluster}\n`);
}

/** Takes away the folder outside the data folder when the cluster in it never came to be. */
export function abandonPlace(dataDir: string, cluster: string): void {
  if (cluster !== join(dataDir, "postgres") && !existsSync(cluster)) rmSync(dirname(cluster), { recursive: true, force: true });
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
