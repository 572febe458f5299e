import type { Planting } from "../planting.ts";
import { ledgerPlantings } from "./ledger.ts";

/** Copies an existing row with changes, such as a new id. */
const copy = (table: string, which: string, changes: string) =>
  `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object(${changes}))).* from ${table} t where ${which}`;
const FRESH = "'desk_confirmation_of', null, 'gateway_ref', null, 'gateway_charge', null";
const another = "00000000-0000-7000-8000-000000000001";

/** Selects a card payment of a booking's whole price with no refund. */
const KEPT = `(select p.id from payments p join payment_shares s on s.payment_id = p.id
  join bookings b on b.business_id = s.business_id and b.id = s.booking_id and b.total_minor = s.amount_minor
  where p.gateway = 'moyasar' and p.status = 'paid' and p.purpose = 'order' and p.id <> '${another}'
  order by p.id limit 1)`;
const NO_STAMPS = "alter table payments drop constraint payment_stamped";

const paymentPlantings: readonly Planting[] = [
  {
    title: "more is allocated to items than their payment took",
    plant:
      "update payment_share_items set amount_minor = amount_minor + 1, refunded_minor = refunded_minor + 1",
    sees: "every share of a payment is allocated to items, and so are its refunds",
  },
  {
    title: "a refund's items add up to more than the refund",
    plant: "update refund_items set amount_minor = amount_minor + 1",
    sees: "every refund is allocated to items in full",
  },
  {
    title: "a refund names no items",
    plant: "delete from refund_items",
    sees: "every refund is allocated to items in full",
  },
  {
    title: "a requested refund is larger than its payment share",
    plant: "update refunds set amount_minor = amount_minor + 100000 where status = 'requested'",
    sees: "refunds never exceed their share of the payment",
  },
  {
    title: "a payment share forgets its refunds",
    plant: "update payment_shares set refunded_minor = 0 where refunded_minor > 0",
    sees: [
      "refunds never exceed their share of the payment",
      "no more is kept of an ended booking than was agreed, or the excess is being refunded",
    ],
  },
  {
    title: "a payment forgets its refunds",
    plant: "update payments set refunded_minor = 0 where status = 'partially_refunded'",
    sees: "completed refunds never exceed the captured amount of their payment",
  },
  {
    title: "a wallet is debited twice for one order",
    plant: [
      "drop index one_wallet_debit",
      copy(
        "payments",
        "id = (select id from payments where gateway = 'wallet' and status = 'paid' limit 1)",
        `'id', '${another}', ${FRESH}`,
      ),
    ],
    sees: "no order debits a wallet twice for one purpose",
  },
  {
    title: "a card is charged twice for one booking",
    plant: [
      copy("payments", `id = ${KEPT}`, `'id', '${another}', ${FRESH}`),
      copy("payment_shares", `payment_id = ${KEPT}`, `'payment_id', '${another}'`),
    ],
    sees: [
      "no booking is charged twice: a second payment is refunded, or the refund is in progress",
      "no active booking has been paid more than it costs, or the excess is being refunded",
    ],
  },
  {
    title: "a duplicate payment is not refunded",
    plant: `update payments set duplicate_of = id where id = ${KEPT}`,
    sees: "a duplicate charge on a page is of the same amount, and is refunded in full or fills a wallet",
  },
  {
    title: "a payment is credited to no business",
    plant: "update payment_shares set earned_at = null where earned_at is not null",
    sees: [
      "every paid booking was confirmed, waits for the business, or is refunded",
      "an order's funds are what is neither earned nor reserved for refunds",
    ],
  },
  {
    title: "a paid booking was never confirmed",
    plant: [
      "alter table bookings drop constraint booking_stamped",
      "update bookings set confirmed_at = null where status = 'confirmed'",
    ],
    sees: "every paid booking was confirmed, waits for the business, or is refunded",
  },
  {
    title: "a booking that must be paid first is confirmed unpaid",
    plant: "delete from payment_shares where earned_at is not null and refunded_minor = 0",
    sees: "a booking that requires payment first has been paid at least the amount due",
  },
  {
    title: "less was paid than was due",
    plant: `update payment_shares set amount_minor = amount_minor - 1
      where earned_at is not null and refunded_minor = 0`,
    sees: "a booking that requires payment first has been paid at least the amount due",
  },
  {
    title: "more was paid than the booking costs",
    plant: `update bookings set total_minor = total_minor - 1, due_minor = least(due_minor, total_minor - 1)
      where status = 'confirmed' and payment_terms = 'full'`,
    sees: "no active booking has been paid more than it costs, or the excess is being refunded",
  },
  {
    title: "a payment took less than the ledger says",
    plant: "update payments set captured_minor = captured_minor - 1 where status = 'paid'",
    sees: [
      "every captured payment is in the ledger with its amount",
      "the events of every payment begin with its first version, and the last one has its current state",
    ],
  },
  {
    title: "a captured payment is marked failed",
    plant: [
      NO_STAMPS,
      "update payments set status = 'failed' where gateway = 'moyasar' and status = 'paid'",
    ],
    sees: "no payment is in the ledger unless it was captured or held from a wallet",
  },
  {
    title: "a failed payment is marked paid",
    plant: [
      "drop index one_wallet_debit",
      "update payments set status = 'paid', paid_at = now() where gateway = 'wallet' and status = 'failed'",
    ],
    sees: "a wallet's hold for a failed payment is back in the wallet",
  },
  {
    title: "a payment share states another fee than the ledger",
    plant: "update payment_shares set fee_minor = fee_minor + 1 where earned_at is not null",
    sees: "every earned share is in the ledger with its fee",
  },
  {
    title: "a requested refund is marked paid",
    plant: [
      "alter table refunds drop constraint refund_stamped",
      "update refunds set status = 'succeeded' where status = 'requested'",
    ],
    sees: "every refund is in the ledger: when requested and when completed",
  },
  {
    title: "a requested refund is deleted",
    plant: "delete from refunds where status = 'requested'",
    sees: "refunds payable are the refunds requested and not yet completed",
  },
];

const paymentHistoryPlantings: readonly Planting[] = [
  {
    title: "a payment event records a status change that is not allowed",
    plant: "update payment_events set to_status = 'voided' where to_status = 'paid'",
    sees: [
      "every recorded move of a payment is an allowed move",
      "every move of a payment begins where the previous one ended, and the last one gives the status",
    ],
  },
  {
    title: "a payment event starts from another status than the previous event ended in",
    plant: "update payment_events set from_status = 'authorized' where from_status = 'initiated'",
    sees: "every move of a payment begins where the previous one ended, and the last one gives the status",
  },
  {
    title: "a payment's status is changed without an event",
    plant: [NO_STAMPS, "update payments set status = 'refunded' where status = 'paid'"],
    sees: "every move of a payment begins where the previous one ended, and the last one gives the status",
  },
  {
    title: "a payment's first event is deleted",
    plant: "delete from payment_events where seq = 1",
    sees: "the events of every payment begin with its first version, and the last one has its current state",
  },
  {
    title: "a payment's alarm is raised without an event",
    plant: "update payments set alarm = 'nobody wrote an event of it'",
    sees: "the events of every payment begin with its first version, and the last one has its current state",
  },
];

export const moneyPlantings: readonly Planting[] = [
  ...ledgerPlantings,
  ...paymentPlantings,
  ...paymentHistoryPlantings,
];
