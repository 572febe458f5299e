import { sql } from "kysely";
import { noteAction } from "../audit/note-action.ts";
import { newId } from "../base/id.ts";
import { money } from "../base/money.ts";
import { createBusiness } from "../business/create-business.ts";
import { createLocation } from "../business/edit-location.ts";
import { moveBusiness } from "../business/move-business.ts";
import { changeRoomType, createRoomType } from "../catalogue/hotel/edit-room-type.ts";
import type { Tx } from "../db/connection.ts";
import { hashToken, keyToken, newToken } from "../identity/token.ts";
import type { Hotel } from "./drive-events.ts";
import type { RecordedBooking } from "./recorded-bookings.ts";

/** The record's two hotels are in Portugal. */
const TIMEZONE = "Europe/Lisbon";
const CURRENCY = "EUR";
const PRICE_MINOR = 10_000;
/** A large family; parties of ten and more are groups, which the record books into one room. */
const OCCUPANCY = 6;
/** The maximum of a room type: the record reaches two years ahead. */
const HORIZON_DAYS = 1100;
const KEY_NAME = "replay";

/**
 * Creates the record's hotels, or finds those of an earlier replay: approved, with a room type for each letter they
 * were booked by, and new API keys. Needs the platform's rights.
 *
 * @throws Problem conflict when fewer rooms are requested than an earlier replay has sold
 */
export async function prepareHotels(
  tx: Tx,
  bookings: readonly RecordedBooking[],
  options: { roomsPerType: number; keys: number },
): Promise<Map<string, Hotel>> {
  const hotels = new Map<string, Hotel>();
  for (const [name, theirs] of Map.groupBy(bookings, (one) => one.hotel)) {
    const { businessId, locationId } = await hotelOf(tx, name);
    const letters = [...new Set(theirs.map((one) => one.roomType))].toSorted();
    const roomTypes = await prepareRoomTypes(tx, { businessId, locationId }, letters, options);
    const tokens: string[] = [];
    for (let made = 0; made < options.keys; made += 1) tokens.push(await makeKey(tx, businessId));
    hotels.set(name, { businessId, roomTypes, tokens });
  }
  return hotels;
}

/** Revokes the keys of this replay and of interrupted ones. */
export async function revokeKeys(tx: Tx, hotels: Iterable<Hotel>): Promise<void> {
  for (const { businessId } of hotels) {
    await sql`update api_keys set revoked_at = app_now()
      where business_id = ${businessId} and name = ${KEY_NAME} and revoked_at is null`.execute(tx);
  }
}

async function hotelOf(tx: Tx, name: string) {
  const source = `replay:${name}`;
  const found = await tx
    .selectFrom("businesses as b")
    .innerJoin("locations as l", "l.business_id", "b.id")
    .select(["b.id as businessId", "l.id as locationId"])
    .where("b.source", "=", source)
    .executeTakeFirst();
  if (found) return found;
  const [id, locationId] = [newId(), newId()];
  const names = { ar: name, en: name };
  await createBusiness(tx, { id }, { kind: "hotel", name: names, currency: CURRENCY, source });
  await createLocation(tx, { businessId: id, id: locationId }, { name: names, timezone: TIMEZONE });
  await moveBusiness(tx, { id }, "submission");
  await moveBusiness(tx, { id }, "approval");
  return { businessId: id, locationId };
}

async function prepareRoomTypes(
  tx: Tx,
  { businessId, locationId }: { businessId: string; locationId: string },
  letters: readonly string[],
  { roomsPerType: rooms }: { roomsPerType: number },
): Promise<Map<string, string>> {
  const stored = await tx
    .selectFrom("offerings as o")
    .innerJoin("room_types as r", (on) =>
      on.onRef("r.business_id", "=", "o.business_id").onRef("r.id", "=", "o.id"),
    )
    .select(["o.id", "o.name_en", "r.rooms"])
    .where("o.business_id", "=", businessId)
    .execute();
  const roomTypes = new Map<string, string>();
  for (const letter of letters) {
    const name = `Room type ${letter}`;
    const found = stored.find((one) => one.name_en === name);
    const key = { businessId, id: found?.id ?? newId() };
    roomTypes.set(letter, key.id);
    if (!found) {
      await createRoomType(tx, key, {
        locationId,
        name: { ar: `غرفة ${letter}`, en: name },
        rooms,
        occupancy: OCCUPANCY,
        price: money(PRICE_MINOR, CURRENCY),
        terms: { paymentTerms: "venue", acceptance: "auto", horizonDays: HORIZON_DAYS },
      });
    } else if (found.rooms !== rooms) {
      await changeRoomType(tx, key, { rooms });
    }
  }
  return roomTypes;
}

/** Creates a key that belongs to no person: the command has the platform's rights. */
async function makeKey(tx: Tx, businessId: string): Promise<string> {
  const [id, secret] = [newId(), newToken()];
  const scopes = ["bookings:read", "bookings:write"];
  await tx
    .insertInto("api_keys")
    .values({ business_id: businessId, id, name: KEY_NAME, scopes, secret_hash: hashToken(secret) })
    .execute();
  await noteAction(tx, {
    businessId,
    action: "apiKey.created",
    subjectKind: "apiKey",
    subjectId: id,
    after: { name: KEY_NAME, scopes },
  });
  return keyToken(businessId, secret);
}
