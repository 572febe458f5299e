import { sql } from "kysely";
import type { Money } from "../../base/money.ts";
import { invalid, type FieldError } from "../../base/problem.ts";
import { daysBetween } from "../../base/time.ts";
import { text } from "../../base/text.ts";
import { editCollection, type EditKey } from "../../business/editable.ts";
import { assertPrices } from "../../business/prices.ts";
import type { Tx } from "../../db/connection.ts";
import { listRoomRates } from "./room-rates.ts";
import { roomTypes, type RoomType } from "./room-types.ts";

/** The rate of the nights from one date to another, both included; omitted fields keep the room type's own values. */
export type RateStretch = {
  from: string;
  to: string;
  price?: Money | null;
  closed?: boolean;
  minNights?: number | null;
};

/** A year and its booking horizon: nobody sells further ahead. */
const NIGHTS_MAX = 1100;

/**
 * Sets the rates of the listed nights and leaves all others as they are. A night set back to the room type's values
 * loses its rate; where ranges overlap, the later one applies.
 *
 * @param rates at least one
 * @throws Problem invalid-request with pointers, not-found, precondition-failed
 */
export async function replaceRates(
  tx: Tx,
  key: EditKey,
  rates: readonly RateStretch[],
): Promise<RoomType> {
  assertStretches(rates);
  const prices = rates.map((one, index) => [`/rates/${index}/price`, one.price] as const);
  await assertPrices(tx, key.businessId, Object.fromEntries(prices));
  const touched = rates.flatMap(({ from, to }) => [from, to]).toSorted();
  const [from = "", to = ""] = [touched.at(0), touched.at(-1)];
  return editCollection(tx, roomTypes, key, "ratesReplaced", {
    show: () => listRoomRates(tx, key, { from, to }),
    write: async () => {
      for (const one of rates) await writeStretch(tx, key, one);
    },
  });
}

async function writeStretch(tx: Tx, key: EditKey, rate: RateStretch): Promise<void> {
  const { from, to, price, closed = false, minNights } = rate;
  await sql`
    delete from room_rates where business_id = ${key.businessId} and room_type_id = ${key.id}
      and night between ${from}::date and ${to}::date`.execute(tx);
  if (price == null && !closed && minNights == null) return;
  await sql`
    insert into room_rates (business_id, room_type_id, night, price_minor, closed, min_nights)
    select ${key.businessId}, ${key.id}, night::date, ${price?.amount ?? null}, ${closed}, ${minNights ?? null}
    from generate_series(${from}::date, ${to}::date, interval '1 day') night`.execute(tx);
}

function assertStretches(rates: readonly RateStretch[]): void {
  const errors = rates.flatMap(({ from, to }, index): FieldError[] => {
    const days = daysBetween(from, to);
    if (days < 0) return [{ pointer: `/rates/${index}/to`, detail: backwards }];
    return days < NIGHTS_MAX ? [] : [{ pointer: `/rates/${index}/to`, detail: tooLong }];
  });
  if (errors.length > 0) throw invalid(errors);
}

const backwards = text(
  "اجعل النهاية في يوم البداية أو بعده.",
  "The end must be on or after the first night.",
);
const tooLong = text(
  `${NIGHTS_MAX} ليلة على الأكثر في كل فترة.`,
  `At most ${NIGHTS_MAX} nights in each range.`,
);
