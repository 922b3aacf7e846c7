import pg from "pg";
import { StartProblem } from "./problem.ts";
import { shownUrl } from "./url.ts";

/** The oldest major version Clew runs on. */
export const OLDEST_SERVER = 15;

/** Asks an external server whether Clew can use it; throws StartProblem with the one thing to put right. */
export async function checkServer(url: string): Promise<void> {
  const client = clientFor(url);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    throw connectionProblem(error, url);
  }
  try {
    const found = await client.query<{ version: string; encoding: string }>(
      "select current_setting('server_version') as version, current_setting('server_encoding') as encoding",
    );
    const row = found.rows[0];
    if (row) checkFacts(row);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Judges what the server says of itself; the version may carry a suffix ("16.3 (Debian …)", "17beta1"). */
export function checkFacts(server: { version: string; encoding: string }): void {
  const major = Number.parseInt(server.version, 10);
  if (!(major >= OLDEST_SERVER)) {
    throw new StartProblem({
      zh: `DATABASE_URL 指向的服务器是 PostgreSQL ${server.version}，Clew 需要 ${OLDEST_SERVER} 或更新版本`,
      en: `The server in DATABASE_URL is PostgreSQL ${server.version}; Clew needs version ${OLDEST_SERVER} or newer`,
    });
  }
  if (server.encoding !== "UTF8") {
    throw new StartProblem({
      zh: `DATABASE_URL 指向的数据库编码是 ${server.encoding}；请新建 UTF8 编码的数据库（create database clew encoding 'UTF8' template template0）`,
      en: `The database in DATABASE_URL is encoded as ${server.encoding}; create one with encoding UTF8 (create database clew encoding 'UTF8' template template0)`,
    });
  }
}

/** Names what kept a connection from being made. Codes: SQLSTATE 28*, 3D000, 53300, 57P03 and the system's network errors. */
export function connectionProblem(error: unknown, url: string): StartProblem {
  const { code = "", message = "" } = (error ?? {}) as { code?: string; message?: string };
  const shown = shownUrl(url);
  const say = (zh: string, en: string) => new StartProblem({ zh, en }, { cause: error });
  if (code.startsWith("28") || /password/i.test(message)) {
    return say(`数据库 ${shown} 拒绝了用户名或密码；请检查 DATABASE_URL`, `The database at ${shown} refused the user name or password; check DATABASE_URL`);
  }
  if (code === "3D000") {
    return say(`服务器 ${shown} 上没有这个数据库；请先创建它（create database …）`, `The server at ${shown} has no database of that name; create it first (create database …)`);
  }
  if (code === "53300") {
    return say(`数据库 ${shown} 的连接数已满；请提高 max_connections 或减少进程`, `The database at ${shown} has no free connections; raise max_connections or run fewer processes`);
  }
  return say(`无法连接数据库 ${shown}（${code || message}）；请检查 DATABASE_URL 以及服务器是否在运行`, `The database at ${shown} cannot be reached (${code || message}); check DATABASE_URL and that the server is running`);
}

function clientFor(url: string): pg.Client {
  try {
    return new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: "clew" });
  } catch (error) {
    throw new StartProblem({
      zh: "DATABASE_URL 格式不正确，应类似 postgres://用户:密码@主机:5432/数据库",
      en: "DATABASE_URL is not a database address; it looks like postgres://user:password@host:5432/name",
    }, { cause: error });
  }
}
