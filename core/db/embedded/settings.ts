import { totalmem } from "node:os";

/** What the server's programs see of the environment: nothing of ours, and messages in one language. */
export const SERVER_ENV = { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

/** Server settings for 2–8 cores and one application; given on the command line, so that an upgrade of Clew changes them. */
export function serverSettings(socketDir: string, durable: boolean): string[] {
  const megabytes = Math.floor(totalmem() / 1024 / 1024);
  const settings: Record<string, string | number> = {
    listen_addresses: "",
    unix_socket_directories: `"${socketDir}"`,
    unix_socket_permissions: "0700",
    port: 5432,
    max_connections: 200,
    shared_buffers: "256MB",
    effective_cache_size: `${Math.max(512, Math.floor(megabytes / 2))}MB`,
    work_mem: "16MB",
    maintenance_work_mem: "256MB",
    wal_buffers: "16MB",
    min_wal_size: "256MB",
    max_wal_size: "2GB",
    checkpoint_timeout: "10min",
    random_page_cost: 1.1,
    jit: "off",
    fsync: durable ? "on" : "off",
    synchronous_commit: durable ? "on" : "off",
    full_page_writes: durable ? "on" : "off",
    autovacuum_vacuum_scale_factor: 0.05,
    autovacuum_analyze_scale_factor: 0.02,
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_checkpoints: "off",
    log_line_prefix: "",
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
