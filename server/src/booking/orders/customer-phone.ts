import { sql } from "kysely";
import type { Static } from "typebox";
import type { Db } from "../../db/connection.ts";
import type { Context } from "../../db/context.ts";
import { inTransaction } from "../../db/in-transaction.ts";
import { countryOfTimezone } from "../../identity/phone-country.ts";
import { isInternational, normalisePhone } from "../../identity/phone.ts";
import type { orderItem } from "../booking-shapes.ts";

type Item = Static<typeof orderItem>;

const POINTER = "/customer/phone";

/**
 * Returns the customer's number as E.164. A number without country code belongs to the country of the first item,
 * which is looked up only then.
 *
 * @throws Problem invalid-request at /customer/phone
 */
export async function customerPhone(
  db: Db,
  context: Context,
  words: string,
  items: readonly Item[],
): Promise<string> {
  const [item] = items;
  if (!item || isInternational(words)) return normalisePhone(words, POINTER);
  const timezone = await inTransaction(db, context, async (tx) => {
    const { rows } = await sql<{ timezone: string }>`
      ${item.kind === "seat" ? ofStop(item.from) : ofOffering(item)}`.execute(tx);
    return rows[0]?.timezone;
  });
  // An item that does not exist is refused later by the order, with a better message.
  const country = timezone === undefined ? undefined : countryOfTimezone(timezone);
  return normalisePhone(words, POINTER, country);
}

function ofStop(id: string) {
  return sql`select s.timezone from stops s where s.id = ${id}`;
}

function ofOffering(item: Exclude<Item, { kind: "seat" }>) {
  const id =
    item.kind === "appointment"
      ? item.serviceId
      : item.kind === "rental"
        ? item.rentalId
        : item.roomTypeId;
  return sql`
    select l.timezone from offerings o
    join locations l on l.business_id = o.business_id and l.id = o.location_id where o.id = ${id}`;
}
