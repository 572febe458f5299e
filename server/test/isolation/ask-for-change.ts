import { book, nextHalfHour, send, type Estate } from "./estate.ts";
import { payFromWallet } from "./pay.ts";

export interface AskedChange {
  id: string;
  amendmentId: string;
}

/** The customer amends a manually accepted appointment, so the amendment awaits acceptance. */
export async function askForChange(estate: Estate): Promise<AskedChange> {
  const { id, items } = await book(estate, "byHandId");
  await send(estate, "POST", `/v1/bookings/${id}/confirmation`);
  const body = {
    items: [{ id: items[0]!.id, start: nextHalfHour() }],
    reason: `${estate.mark} is late`,
  };
  const by = estate.customer;
  const made = await send(estate, "POST", `/v1/bookings/${id}/amendments`, body, { by });
  return { id, amendmentId: made.id };
}

/** The customer adds an appointment to a paid booking, so the amendment awaits payment. */
export async function askForMore(estate: Estate): Promise<AskedChange> {
  const { bookingId: id } = await payFromWallet(estate);
  const added = { kind: "appointment", serviceId: estate.salon.prepaidId, start: nextHalfHour() };
  const by = estate.customer;
  const made = await send(
    estate,
    "POST",
    `/v1/bookings/${id}/amendments`,
    { items: [added] },
    { by },
  );
  return { id, amendmentId: made.id };
}
