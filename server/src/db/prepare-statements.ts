import type { ClientBase } from "pg";

/** Shorter statements are planned in less time than it takes to look them up. */
const LONG = 200;
/** A statement built anew for every request must not fill the server's memory. */
const MOST = 200;

/** What PostgreSQL says when a migration changed what a prepared statement returns. */
const RESULT_CHANGED = "0A000";

type Query = (...args: unknown[]) => Promise<unknown>;

/**
 * Makes a connection prepare long statements the first time it sees them. Planning a slot search under row-level
 * security takes several times as long as running it; a prepared statement is planned a few times and then kept.
 */
export function prepareStatements(client: ClientBase): void {
  const names = new Map<string, string>();
  let made = 0;
  const query = client.query.bind(client) as Query;
  const prepared = async (name: string, text: string, values: unknown) => {
    try {
      return await query({ name, text, values });
    } catch (error) {
      if ((error as { code?: string }).code !== RESULT_CHANGED) throw error;
      // Under a new name it is planned again. A transaction that met it is over, and its owner begins it anew.
      names.delete(text);
      return query(text, values).catch(() => {
        throw error;
      });
    }
  };
  const nameOf = (text: string) => {
    let name = names.get(text);
    if (!name && names.size < MOST) {
      made += 1;
      name = `p${made}`;
      names.set(text, name);
    }
    return name;
  };
  const choose: Query = (...args) => {
    const [text, values] = args;
    const isPlain = typeof text === "string" && Array.isArray(values) && args.length === 2;
    const name = isPlain && text.length >= LONG ? nameOf(text) : undefined;
    return name ? prepared(name, text as string, values) : query(...args);
  };
  client.query = choose as unknown as typeof client.query;
}
