import type { Check } from "./check.ts";

/** An unverified number is not flooded with messages. */
export const messageChecks: readonly Check[] = [
  {
    guarantee: 12,
    title: "no unverified number gets more than 5 messages about one booking",
    query: `
      select count(*) as checked, count(*) filter (where n > 5) as broken from (
        select count(*) as n from messages m
        where m.cancelled_at is null and m.suppressed_at is null and not m.proved
        group by m.business_id, m.booking_id) of_bookings`,
  },
  {
    guarantee: 12,
    title: "no unverified number gets more than 10 messages in 24 hours",
    query: `
      select count(*) as checked, count(*) filter (where n > 10) as broken from (
        select count(*) over (partition by m.recipient order by m.send_at
          range between interval '24 hours' preceding and current row exclude no others) as n
        from messages m
        where m.cancelled_at is null and m.suppressed_at is null and not m.proved) in_a_day`,
  },
];
