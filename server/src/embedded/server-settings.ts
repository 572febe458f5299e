/** The server programs' environment: no PG… or LC_… variable of a shell can change it. */
export const CLEAN_ENVIRONMENT = { LC_ALL: "C", TZ: "UTC", PATH: "/usr/local/bin:/usr/bin:/bin" };

/** `"off"` survives a killed process but not a power cut; only for throwaway clusters. */
export type Durability = "on" | "off";

/** The settings Holdfast needs for its own PostgreSQL, as `-c` arguments. */
export function settingArguments(durability: Durability): string[] {
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    unix_socket_permissions: "0700",
    password_encryption: "scram-sha-256",
    max_connections: "200",
    shared_buffers: "192MB",
    max_wal_size: "2GB",
    autovacuum: "on",
    // Requests are short: compiling a plan costs more than it saves.
    jit: "off",
    // Parallel plans need more shared memory than containers give (/dev/shm of 64 MB) and gain nothing here.
    max_parallel_workers_per_gather: "0",
    timezone: "UTC",
    log_timezone: "UTC",
    log_line_prefix: "%m [%p] ",
    log_checkpoints: "off",
    synchronous_commit: "on",
    fsync: durability,
    full_page_writes: durability,
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
