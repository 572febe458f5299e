import type { Check } from "./check.ts";

/** Every change can be explained afterwards: moves, stamps, events, keys, effects. */
export const historyChecks: readonly Check[] = [
  {
    guarantee: 6,
    title: "every status has its timestamp",
    query: `
      select count(*) as checked, count(*) filter (where case status
        when 'reserved' then reserved_at when 'pending' then pending_at
        when 'confirmed' then confirmed_at when 'completed' then completed_at
        when 'no_show' then no_show_at when 'cancelled' then cancelled_at
        when 'expired' then expired_at end is null) as broken from bookings`,
  },
  {
    guarantee: 6,
    title: "every recorded move is an allowed move",
    query: `
      select count(*) as checked, count(*) filter (where m.to_status is null) as broken
      from booking_events e left join booking_moves m
        on m.from_status = e.from_status and m.to_status = e.to_status
      where e.to_status is not null`,
  },
  {
    guarantee: 6,
    title: "every move begins where the previous one ended, and the last one gives the status",
    query: `
      with moved as (
        select e.*, lag(to_status, 1, 'new') over w as before, lead(seq) over w is null as last
        from booking_events e where to_status is not null
        window w as (partition by business_id, booking_id order by seq))
      select count(*) as checked,
        count(*) filter (where m.from_status <> m.before or (m.last and m.to_status <> b.status)) as broken
      from bookings b left join moved m on m.business_id = b.business_id and m.booking_id = b.id`,
  },
  {
    guarantee: 6,
    title: "every booking's chain of events is unbroken",
    query: `
      with chain as (
        select e.seq, e.prev_hash, e.hash, booking_event_hash(e) as recomputed,
          lag(hash, 1, '') over w as previous, row_number() over w as place
        from booking_events e window w as (partition by business_id, booking_id order by seq))
      select count(*) as checked, count(*) filter (
        where hash <> recomputed or prev_hash <> previous or seq <> place) as broken from chain`,
  },
  {
    guarantee: 6,
    title: "every booking has events",
    query: `
      select count(*) as checked, count(*) filter (where not exists (select 1 from booking_events e
        where e.business_id = b.business_id and e.booking_id = b.id)) as broken from bookings b`,
  },
  {
    guarantee: 6,
    title: "every booking's last event has its version",
    query: `
      select count(*) as checked, count(*) filter (where b.version is distinct from e.last) as broken
      from bookings b left join (
        select business_id, booking_id, max(seq) as last from booking_events group by 1, 2) e
        on e.business_id = b.business_id and e.booking_id = b.id`,
  },
  {
    guarantee: 7,
    title: "no answer was stored under two keys",
    query: `
      select count(*) as checked, count(*) filter (where times > 1) as broken from (
        select body->>'id' as id, count(*) as times from idempotency_keys
        where status = 201 and scope like '%/v1/orders%' or status = 201 and scope like '%/v1/bookings'
        group by 1) a`,
  },
  {
    guarantee: 12,
    title: "no outbox event has failed for good",
    query:
      "select count(*) as checked, count(*) filter (where failed_at is not null) as broken from outbox",
  },
];
