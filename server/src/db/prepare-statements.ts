import type { ClientBase } from "pg";
import { isStalePlan } from "./stale-plan.ts";

/** Shorter statements are planned faster than they are looked up. */
const LONG = 200;
/** Dynamically built statements must not fill the server's memory. */
const MOST = 200;

type Query = (...args: unknown[]) => Promise<unknown>;

/**
 * Makes a connection prepare long statements the first time it sees them. Planning a slot search under row-level
 * security takes several times as long as running it; a prepared statement is planned a few times and then kept.
 * Plans that a migration made stale are discarded and the statement runs again.
 */
export function prepareStatements(client: ClientBase): void {
  const names = new Map<string, string>();
  let made = 0;
  let isStale = false;
  const query = client.query.bind(client) as Query;
  const nameOf = (text: string) => {
    let name = names.get(text);
    if (!name && names.size < MOST) {
      made += 1;
      name = `p${made}`;
      names.set(text, name);
    }
    return name;
  };
  const run: Query = (...args) => {
    const [text, values] = args;
    const isPlain = typeof text === "string" && Array.isArray(values) && args.length === 2;
    const name = isPlain && text.length >= LONG ? nameOf(text) : undefined;
    return name ? query({ name, text, values }) : query(...args);
  };
  const forget = async () => {
    names.clear();
    await query("discard plans");
    isStale = false;
  };
  const choose: Query = async (...args) => {
    if (isStale) await forget().catch(() => undefined);
    try {
      return await run(...args);
    } catch (error) {
      if (!isStalePlan(error)) throw error;
      isStale = true;
      // Fails inside an aborted transaction: its owner runs it again, and by then the plans are discarded.
      await forget().catch(() => {
        throw error;
      });
      return run(...args);
    }
  };
  // Calls that do not return a promise (a cursor, a stream) pass through unchanged.
  client.query = ((...args: unknown[]) =>
    typeof args[0] === "string" || isConfig(args[0])
      ? choose(...args)
      : query(...args)) as unknown as typeof client.query;
}

function isConfig(asked: unknown): boolean {
  return typeof asked === "object" && asked !== null && "text" in asked && !("submit" in asked);
}
