import pg from "pg";
import { generate, type Load } from "./load.ts";

/**
 * Measures the floor: one-row durable INSERTs into a plain table through the same driver, at the same concurrency and
 * over as many connections as the server has.
 */
export async function measureFloor(
  url: string,
  options: { total: number; concurrency: number; connections: number },
): Promise<Load> {
  const pool = new pg.Pool({ connectionString: url, max: options.connections });
  try {
    await pool.query("drop table if exists bench_floor");
    await pool.query(
      "create table bench_floor (id uuid primary key, at timestamptz not null, body jsonb not null)",
    );
    const body = JSON.stringify({ kind: "appointment", price: 10_000, name: "A haircut" });
    return await generate(options.total, options.concurrency, async () => {
      await pool.query({
        name: "floor",
        text: "insert into bench_floor values (gen_random_uuid(), now(), $1)",
        values: [body],
      });
      return 201;
    });
  } finally {
    await pool.query("drop table if exists bench_floor");
    await pool.end();
  }
}
