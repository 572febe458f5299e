import type { Planting } from "../planting.ts";

/** @param spread the interval between one message and the next */
const flood = (count: number, spread: string) => `
  insert into messages (business_id, id, booking_id, template, occasion, recipient, locale, send_at, proved)
  select business_id, gen_random_uuid(), id, 'booking.flood', n, '+966511111111', 'ar', created_at + n * interval '${spread}', false
  from (select * from bookings order by id limit 1) b, generate_series(1, ${count}) n`;

export const messagePlantings: readonly Planting[] = [
  {
    title: "an unverified number gets a sixth message about a booking",
    plant: flood(6, "2 days"),
    sees: "no unverified number gets more than 5 messages about one booking",
    blind: "no unverified number gets more than 10 messages in 24 hours",
  },
  {
    title: "an unverified number gets eleven messages in a day",
    plant: flood(11, "2 hours"),
    sees: "no unverified number gets more than 10 messages in 24 hours",
  },
];
