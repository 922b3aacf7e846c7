/** The same server and account, another database. The address may name a Unix socket (`@%2Ftmp%2Fx/name`). */
export function databaseUrl(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}

/** The address as it may be shown and logged: without the password. */
export function shownUrl(url: string): string {
  try {
    const shown = new URL(url);
    if (shown.password) shown.password = "***";
    return shown.href;
  } catch {
    return "DATABASE_URL";
  }
}
