import pg from "pg";
import { migrate } from "../../db/migrate.ts";
import { admitServer, serverUrlOf } from "../../db/server-login.ts";
import { YARDSTICK_TABLES } from "./sql-load.ts";

/** The databases of the measurements, in a cluster that may hold others. */
export interface BenchCluster {
  /** Makes a database with the program's schema; returns its owner's connection string. */
  create(): Promise<string>;
  /** Copies a database that nobody uses. */
  copy(url: string): Promise<string>;
  /** Makes the database of the yardsticks; returns its owner's connection string over `way`. */
  createYardsticks(way: Way): Promise<string>;
  /** Counts the rows of a database's tables, so that the planner knows them. */
  analyze(url: string): Promise<void>;
  /** How the server is connected to its database. */
  wayOf(url: string): Promise<Way>;
  /** Process ids of the client connections to these databases. */
  backends(): Promise<number[]>;
  /** Drops the databases and closes the bench's own connection; the cluster goes on. */
  end(): Promise<void>;
}

/** Unix socket (its folder) or TCP. */
export type Way = { socket: string } | "tcp";

/** @param adminUrl the cluster's superuser */
export async function openCluster(adminUrl: string): Promise<BenchCluster> {
  const admin = new pg.Client({ connectionString: adminUrl, application_name: "bench" });
  await admin.connect();
  const made: string[] = [];
  const make = async (words = "") => {
    const name = `bench_${process.pid}_${made.length}`;
    await admin.query(`create database ${name} ${words}`);
    made.push(name);
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    return url.href;
  };
  return {
    create: async () => {
      const url = await make();
      await migrate(url, () => undefined);
      await admitServer(url, serverUrlOf(url));
      return url;
    },
    copy: async (from) => {
      const url = await make(`template ${databaseOf(from)} strategy file_copy`);
      await admitServer(url, serverUrlOf(url));
      return url;
    },
    analyze: (url) => runIn(url, "analyze"),
    createYardsticks: async (way) => {
      const url = await make();
      await runIn(url, YARDSTICK_TABLES);
      const over = new URL(url);
      if (way === "tcp") over.searchParams.delete("host");
      else over.searchParams.set("host", way.socket);
      return over.href;
    },
    wayOf: async (url) => {
      const { rows } = await admin.query<{ isSocket: boolean; folder: string }>(
        `select client_addr is null as "isSocket", current_setting('unix_socket_directories') as folder
         from pg_stat_activity where datname = $1 and application_name = 'holdfast' limit 1`,
        [databaseOf(url)],
      );
      return rows[0]?.isSocket ? { socket: rows[0].folder } : "tcp";
    },
    backends: async () => {
      const { rows } = await admin.query<{ pid: number }>({
        name: "backends",
        text: "select pid from pg_stat_activity where datname = any($1) and backend_type = 'client backend'",
        values: [made],
      });
      return rows.map((row) => row.pid);
    },
    end: async () => {
      for (const name of made) await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

async function runIn(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "bench" });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function databaseOf(url: string): string {
  return new URL(url).pathname.slice(1);
}
