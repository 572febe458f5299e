import { sql } from "kysely";
import { decodeCursor, pageSize, toPage, type Page } from "../../base/page.ts";
import { money, type Money } from "../../base/money.ts";
import type { Db, Tx } from "../../db/connection.ts";

/** The price of one seat between two stops of a route. */
export type Fare = {
  fromStopId: string;
  toStopId: string;
  /** The seat class it is for; null: every class without its own fare. */
  class: string | null;
  price: Money;
};

type Key = { businessId: string; id: string };

/** Reads every fare of a route; an imported route may have more than can be set by hand. */
export async function readFares(tx: Tx, key: Key): Promise<Fare[]> {
  return (await fareRows(tx, key).execute()).map(viewFare);
}

/**
 * Lists the fares of a route by their stops and class.
 *
 * @throws Problem invalid-request for a cursor from another list
 */
export async function listFares(
  db: Db,
  key: Key,
  asked: { limit?: number; cursor?: string },
): Promise<Page<Fare>> {
  const size = pageSize(asked.limit);
  let query = fareRows(db, key).limit(size + 1);
  if (asked.cursor) {
    const [from, to, seatClass] = decodeCursor(asked.cursor, ["id", "id", "text"]);
    query = query.where(
      sql<boolean>`(f.from_stop_id, f.to_stop_id, f.class) > (${from}::uuid, ${to}::uuid, ${seatClass})`,
    );
  }
  return toPage(
    await query.execute(),
    size,
    (row) => [row.from_stop_id, row.to_stop_id, row.class],
    viewFare,
  );
}

function fareRows(db: Db | Tx, { businessId, id }: Key) {
  return db
    .selectFrom("fares as f")
    .innerJoin("businesses as b", "b.id", "f.business_id")
    .select(["f.from_stop_id", "f.to_stop_id", "f.class", "f.price_minor", "b.currency"])
    .where("f.business_id", "=", businessId)
    .where("f.route_id", "=", id)
    .orderBy("f.from_stop_id")
    .orderBy("f.to_stop_id")
    .orderBy("f.class");
}

type FareRow = {
  from_stop_id: string;
  to_stop_id: string;
  class: string;
  price_minor: number;
  currency: string;
};

function viewFare(row: FareRow): Fare {
  return {
    fromStopId: row.from_stop_id,
    toStopId: row.to_stop_id,
    class: row.class || null,
    price: money(row.price_minor, row.currency),
  };
}
