import type { Planting } from "../planting.ts";

const CHAIN = "every booking's chain of events is unbroken";
const SIGNED = "every seal was made with a key of this installation, and its event is unchanged";
const NUMBERED = "the seals are numbered from 1 without a gap";
const SEALED = "every event from before the worker's last search for unsealed events has a seal";
const REMEMBERED = "the newest seal remembered outside the database is still in it";

/** Chains all events again, as the database's owner can: each then has the hash of its content. */
const RECHAIN = `do $$ declare e booking_events; previous text; begin
  for e in select * from booking_events order by business_id, booking_id, seq loop
    if e.seq = 1 then previous := ''; end if;
    update booking_events set prev_hash = previous
    where business_id = e.business_id and booking_id = e.booking_id and seq = e.seq returning hash into previous;
  end loop; end $$`;
/** Selects a confirmed booking; LAST_OF_ONE matches its last event. */
const ONE =
  "(select id from bookings where status = 'confirmed' and version > 1 order by id limit 1)";
const LAST_OF_ONE = `e.booking_id = ${ONE} and e.seq = (select version from bookings where id = ${ONE})`;

export const sealPlantings: readonly Planting[] = [
  {
    title: "seals may be edited",
    plant: "alter table event_seals disable trigger event_seals_append_only",
    sees: "the triggers that protect seals from changes are switched on",
  },
  {
    title: "an event is edited and all later events chained again",
    plant: [
      `update booking_events set actor = 'user:somebody' where booking_id = ${ONE} and seq = 1`,
      RECHAIN,
    ],
    sees: SIGNED,
    blind: [CHAIN, NUMBERED],
  },
  {
    title: "a booking's last event is edited",
    plant: `update booking_events e set reason = 'the customer asked for it' where ${LAST_OF_ONE}`,
    sees: SIGNED,
  },
  {
    title: "an event of a payment is edited",
    plant: "update payment_events set actor = 'user:somebody' where seq = 1",
    sees: SIGNED,
  },
  {
    title: "an event claims that the old method hashed it",
    plant: ["update booking_events set method = 1 where seq = 1", RECHAIN],
    sees: SIGNED,
    blind: CHAIN,
  },
  {
    title: "a seal is recalculated without the key",
    plant: `update event_seals s set signature = encode(sha256(convert_to(s.number || ' ' || s.subject_id, 'UTF8')), 'hex')
      where number = 1`,
    sees: SIGNED,
  },
  {
    title: "seals name another key",
    plant: "update event_seals set key_id = 'another key' where number < 4",
    sees: SIGNED,
  },
  {
    title: "seals are renumbered",
    plant: [
      "delete from event_seals where number = 1",
      "update event_seals set number = 1 where number = 2",
      "update event_seals set number = 2 where number = 3",
    ],
    sees: [SIGNED, NUMBERED],
  },
  {
    title: "a booking's last event is deleted with its seal and the booking's version lowered",
    plant: [
      "alter table bookings drop constraint booking_stamped",
      `delete from event_seals s using booking_events e where s.subject_id = e.booking_id and s.seq = e.seq and ${LAST_OF_ONE}`,
      `with gone as (delete from booking_events e where ${LAST_OF_ONE} returning e.booking_id, e.seq)
        update bookings b set version = b.version - 1 from gone where gone.booking_id = b.id`,
    ],
    sees: NUMBERED,
    blind: "every booking's last event has its version",
  },
  {
    title: "the newest event is deleted with its seal",
    plant: [
      `with gone as (delete from event_seals where number = (select max(number) from event_seals) returning subject_id, seq),
        old as (delete from booking_events e using gone where e.booking_id = gone.subject_id and e.seq = gone.seq returning 1)
        delete from payment_events e using gone where e.payment_id = gone.subject_id and e.seq = gone.seq and not exists (select from old)`,
    ].map((statement) => `do $$ begin ${statement}; end $$`),
    sees: REMEMBERED,
    blind: NUMBERED,
  },
  {
    title: "all seals are deleted",
    plant: "delete from event_seals",
    sees: [SEALED, REMEMBERED],
  },
  {
    title: "a made-up event is added",
    plant: [
      `insert into booking_events (business_id, booking_id, seq, type, at, actor)
        select business_id, booking_id, seq + 1, 'edited', at, actor from booking_events e where ${LAST_OF_ONE}`,
      `update bookings set version = version + 1 where id = ${ONE}`,
      RECHAIN,
    ],
    sees: SEALED,
    blind: [CHAIN, "every booking's last event has its version"],
  },
];
