import { newId } from "../../src/base/id.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import { SUNDAY, type SlotsDatabase } from "./slots-database.ts";

/** A salon with two staff, hours, holidays, windows, a break, exceptions and claims of every kind; and a second salon. */
export async function makeBusySalon({
  db,
  claim,
  arrange,
}: SlotsDatabase): Promise<{ salon: Salon; stranger: Salon }> {
  const salon = await makeSalon(db, { staff: 2 });
  const stranger = await makeSalon(db);
  const { businessId: business_id, locationId: location_id } = salon;
  const [first, second] = salon.staffIds as [string, string];
  await arrange(async (tx) => {
    const hours = { business_id, location_id, weekday: 7, starts_minute: 540, ends_minute: 780 };
    await tx.insertInto("location_hours").values(hours).execute();
    const closed = ["2026-11-25", "2027-06-01"].map((date) => ({
      business_id,
      location_id,
      day: date,
    }));
    await tx.insertInto("location_holidays").values(closed).execute();
    const of = (staff_id: string, starts_minute: number, ends_minute: number) => ({
      business_id,
      id: newId(),
      staff_id,
      weekday: 7,
      starts_minute,
      ends_minute,
    });
    await tx
      .insertInto("staff_windows")
      .values([of(second, 540, 660), { ...of(second, 660, 780), active: false }])
      .execute();
    await tx
      .insertInto("staff_breaks")
      .values(of(second, 570, 600))
      .execute();
    const dated = (kind: "off" | "open", starts_at: string, ends_at: string) => ({
      business_id,
      id: newId(),
      staff_id: second,
      kind,
      starts_at,
      ends_at,
    });
    await tx
      .insertInto("staff_exceptions")
      .values([
        dated("off", "2026-11-22T10:30:00.2+03:00", "2026-11-22T11:00+03:00"),
        dated("off", "2027-11-22T10:30+03:00", "2027-11-22T11:00+03:00"),
        dated("open", "2026-11-22T12:00+03:00", "2026-11-22T12:30+03:00"),
      ])
      .execute();
  });
  await claim(business_id, first, `${SUNDAY}T09:30+03:00`, `${SUNDAY}T10:00+03:00`);
  await claim(business_id, first, `${SUNDAY}T10:00+03:00`, `${SUNDAY}T10:30+03:00`, {
    expires_at: "2026-11-21T09:05+03:00",
  });
  await claim(business_id, first, `${SUNDAY}T10:30+03:00`, `${SUNDAY}T11:00+03:00`, {
    expires_at: "2026-11-21T08:55+03:00",
  });
  await claim(business_id, first, `${SUNDAY}T11:00+03:00`, `${SUNDAY}T11:30+03:00`, {
    blocking: false,
  });
  await claim(stranger.businessId, first, `${SUNDAY}T11:30+03:00`, `${SUNDAY}T12:00+03:00`);
  return { salon, stranger };
}
