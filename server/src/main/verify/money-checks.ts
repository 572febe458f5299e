import { paymentsThat } from "../../payment/payment.ts";
import { statusesThat } from "../../booking/booking.ts";
import { cancelFee, NO_SHOW_FEE } from "./agreed-fees.ts";
import { among, type Check } from "./check.ts";
import { destinationChecks } from "./destination-checks.ts";
import { dueChecks } from "./due-checks.ts";
import { ledgerChecks } from "./ledger-checks.ts";

const TAKEN = among(paymentsThat("isTaken"));

/** The ledger's net by key and kind of account: below zero it paid out, above zero it received. */
const MOVED = `
  moved as (
    select t.key, t.payment_id, a.kind, e.currency, sum(e.amount_minor) as amount
    from ledger_transactions t
    join ledger_entries e on e.transaction_id = t.id
    join ledger_accounts a on a.id = e.account_id
    group by 1, 2, 3, 4)`;

/** The account a payment's money comes from. */
const SOURCE =
  "case p.gateway when 'wallet' then 'customer_wallet' when 'venue' then 'venue_cash' else 'gateway_clearing' end";

/** Guarantee 8 on payments and refunds: nobody is charged twice, and all money is accounted for. */
const paymentChecks: readonly Check[] = [
  {
    guarantee: 8,
    title: "refunds never exceed their share of the payment",
    query: `
      with given as (
        select business_id, payment_id, booking_id, sum(amount_minor) as amount
        from refunds where status <> 'failed' group by 1, 2, 3)
      select count(*) as checked, count(*) filter (
        where coalesce(g.amount, 0) > s.amount_minor or coalesce(g.amount, 0) <> s.refunded_minor) as broken
      from payment_shares s left join given g using (business_id, payment_id, booking_id)`,
  },
  {
    guarantee: 8,
    title: "completed refunds never exceed the captured amount of their payment",
    query: `
      with given as (
        select payment_id, sum(amount_minor) as amount from refunds where status = 'succeeded' group by 1)
      select count(*) as checked, count(*) filter (
        where coalesce(g.amount, 0) > p.captured_minor or coalesce(g.amount, 0) <> p.refunded_minor) as broken
      from payments p left join given g on g.payment_id = p.id`,
  },
  {
    guarantee: 8,
    title: "no order debits a wallet twice for one purpose",
    query: `
      select count(*) as checked, count(*) filter (where debits > 1) as broken from (
        select order_id, purpose, count(*) as debits from payments
        where gateway = 'wallet' and status in ${among(["paid", ...paymentsThat("isOpen")])}
        group by order_id, purpose, amendment_id) o`,
  },
  {
    guarantee: 8,
    title:
      "no booking is charged twice: a second payment is refunded, or the refund is in progress",
    query: `
      select count(*) as checked, count(*) filter (where charges > 1) as broken from (
        select s.business_id, s.booking_id, s.amendment_id, p.gateway = 'wallet' as by_wallet,
          count(*) filter (where s.refunded_minor < s.amount_minor) as charges
        from payment_shares s join payments p on p.id = s.payment_id
        where p.purpose = 'order' and p.status in ${TAKEN} group by 1, 2, 3, 4) b`,
  },
  {
    guarantee: 8,
    title:
      "a duplicate charge on a page is of the same amount, and is refunded in full or fills a wallet",
    query: `
      select count(*) as checked, count(*) filter (where p.duplicate_of is not null and (
        (f.purpose, f.currency, f.amount_minor) is distinct from (p.purpose, p.currency, p.amount_minor)
        or (p.purpose <> 'top_up' and not exists (select from payment_shares s where s.payment_id = p.id))
        or exists (select from payment_shares s
          where s.payment_id = p.id and s.refunded_minor < s.amount_minor))) as broken
      from payments p left join payments f on f.id = p.duplicate_of`,
  },
  {
    guarantee: 8,
    title: "every paid booking was confirmed, waits for the business, or is refunded",
    query: `
      with under_way as materialized (
        select payload->>'paymentId' as payment_id, payload->>'bookingId' as booking_id
        from outbox where done_at is null and failed_at is null)
      select count(*) as checked, count(*) filter (where
        not (s.earned_at is not null and (b.confirmed_at is not null or b.status = 'pending'))
        and b.status <> 'pending'
        and not exists (select from amendments a where a.business_id = s.business_id and a.id = s.amendment_id
          and a.status = 'awaitingAcceptance')
        and s.refunded_minor < s.amount_minor
        and not exists (select 1 from under_way u
          where u.payment_id = s.payment_id::text or u.booking_id = s.booking_id::text)) as broken
      from payment_shares s
      join payments p on p.id = s.payment_id
      join bookings b on b.business_id = s.business_id and b.id = s.booking_id
      where p.status in ${TAKEN}`,
  },
  {
    guarantee: 8,
    title: "no more is kept of an ended booking than was agreed, or the excess is being refunded",
    query: `
      with under_way as materialized (
        select payload->>'bookingId' as booking_id from outbox where done_at is null and failed_at is null),
      ended as (
        select b.business_id, b.id, b.fee_minor + coalesce(sum(case
          when b.status = 'no_show' then ${NO_SHOW_FEE}
          when b.status = 'cancelled' and b.cancelled_by = 'customer' and e.from_status = 'confirmed'
            then ${cancelFee("e.at")}
          else 0 end), 0) as agreed
        from bookings b cross join lateral (
          select * from booking_events x where x.business_id = b.business_id and x.booking_id = b.id
            and x.to_status = b.status order by x.seq desc limit 1) e
        left join booking_items i on i.business_id = b.business_id and i.booking_id = b.id and i.state = 'active'
        where b.status in ${among(statusesThat("givesBack"))} group by b.business_id, b.id, b.fee_minor),
      kept as (
        select s.business_id, s.booking_id, sum(s.amount_minor - s.refunded_minor) as amount
        from payment_shares s join payments p on p.id = s.payment_id where p.status in ${TAKEN} group by 1, 2)
      select count(*) as checked, count(*) filter (where k.amount > e.agreed
        and not exists (select 1 from under_way u where u.booking_id = e.id::text)) as broken
      from ended e join kept k on k.business_id = e.business_id and k.booking_id = e.id`,
  },
];

const traceChecks: readonly Check[] = [
  {
    guarantee: 8,
    title: "every captured payment is in the ledger with its amount",
    query: `
      with ${MOVED}
      select count(*) as checked, count(*) filter (where m.amount is distinct from -p.captured_minor) as broken
      from payments p left join moved m on m.key = 'payment:' || p.id || ':paid'
        and m.currency = p.currency and m.kind = ${SOURCE}
      where p.status in ${TAKEN}`,
  },
  {
    guarantee: 8,
    title: "no payment is in the ledger unless it was captured or held from a wallet",
    query: `
      select count(*) as checked, count(*) filter (where p.id is null
        or not (p.status in ${TAKEN} or p.gateway = 'wallet')) as broken
      from ledger_transactions t left join payments p on p.id = t.payment_id
      where t.key like 'payment:%:paid'`,
  },
  {
    guarantee: 8,
    title: "a wallet's hold for a failed payment is back in the wallet",
    query: `
      with ${MOVED}
      select count(*) as checked, count(*) filter (where case
        when p.status in ${among(paymentsThat("fellThrough"))} then coalesce(held.amount, 0) + coalesce(back.amount, 0) <> 0
        else held.amount is distinct from -p.amount_minor or back.amount is not null end) as broken
      from payments p
      left join moved held on held.key = 'payment:' || p.id || ':paid'
        and held.kind = 'customer_wallet' and held.currency = p.currency
      left join moved back on back.key = 'payment:' || p.id || ':released'
        and back.kind = 'customer_wallet' and back.currency = p.currency
      where p.gateway = 'wallet'`,
  },
  {
    guarantee: 8,
    title: "every earned share is in the ledger with its fee",
    query: `
      with ${MOVED}
      select count(*) as checked, count(*) filter (
        where earned.amount is distinct from -s.amount_minor or coalesce(fee.amount, 0) <> s.fee_minor) as broken
      from payment_shares s
      join payments p on p.id = s.payment_id and p.gateway <> 'venue'
      left join moved earned on earned.key = 'share:' || s.payment_id || ':' || s.booking_id || ':earned'
        and earned.kind = 'order_funds' and earned.currency = p.currency
      left join moved fee on fee.key = earned.key and fee.kind = 'platform_fee' and fee.currency = p.currency
      where s.earned_at is not null`,
  },
  {
    guarantee: 8,
    title: "an order's funds are what is neither earned nor reserved for refunds",
    query: `
      with ${MOVED}, waiting as (
        select payment_id, coalesce(sum(amount_minor - refunded_minor) filter (where earned_at is null), 0) as amount
        from payment_shares group by 1)
      select count(*) as checked, count(*) filter (where coalesce(m.amount, 0) <> case
        when p.status in ${TAKEN} or (p.gateway = 'wallet' and p.status = 'initiated') then coalesce(w.amount, p.amount_minor)
        else 0 end) as broken
      from payments p left join waiting w on w.payment_id = p.id
      left join (select payment_id, sum(amount) as amount from moved where kind = 'order_funds' group by 1) m
        on m.payment_id = p.id
      where p.order_id is not null`,
  },
  {
    guarantee: 8,
    title: "every refund is in the ledger: when requested and when completed",
    query: `
      with ${MOVED}
      select count(*) as checked, count(*) filter (where asked.amount is distinct from r.amount_minor
        or (r.status = 'succeeded') <> (paid.amount is not null)
        or paid.amount <> -r.amount_minor) as broken
      from refunds r
      left join moved asked on asked.key = 'refund:' || r.id || ':requested'
        and asked.kind = 'refunds_payable' and asked.currency = r.currency
      left join moved paid on paid.key = 'refund:' || r.id || ':paid'
        and paid.kind = 'refunds_payable' and paid.currency = r.currency`,
  },
  {
    guarantee: 8,
    title: "refunds payable are the refunds requested and not yet completed",
    query: `
      select count(*) as checked, count(*) filter (where owed is distinct from promised) as broken from (
        select coalesce(l.amount, 0) as owed, coalesce(r.amount, 0) as promised from (
          select e.currency, sum(e.amount_minor) as amount
          from ledger_entries e join ledger_accounts a on a.id = e.account_id
          where a.kind = 'refunds_payable' group by 1) l
        full join (
          select currency, sum(amount_minor) as amount from refunds where status = 'requested' group by 1) r
          using (currency)) c`,
  },
  {
    guarantee: 8,
    title: "every payout is in the ledger with its amount",
    query: `
      with ${MOVED}
      select count(*) as checked, count(*) filter (where m.amount is distinct from -o.amount_minor) as broken
      from payouts o left join moved m on m.key = 'payout:' || o.id
        and m.kind = 'business_payable' and m.currency = o.currency`,
  },
];

/** Guarantee 6 for payments: every move is allowed and explained. */
const paymentHistoryChecks: readonly Check[] = [
  {
    guarantee: 6,
    title: "every recorded move of a payment is an allowed move",
    query: `
      select count(*) as checked, count(*) filter (where m.to_status is null) as broken
      from payment_events e left join payment_moves m
        on m.from_status = e.from_status and m.to_status = e.to_status
      where e.to_status is not null`,
  },
  {
    guarantee: 6,
    title:
      "every move of a payment begins where the previous one ended, and the last one gives the status",
    query: `
      with moved as (
        select e.*, lag(to_status, 1, 'new') over w as before, lead(seq) over w is null as last
        from payment_events e where to_status is not null
        window w as (partition by payment_id order by seq))
      select count(*) as checked,
        count(*) filter (where m.from_status is distinct from m.before or (m.last and m.to_status <> p.status)) as broken
      from payments p left join moved m on m.payment_id = p.id`,
  },
  {
    guarantee: 6,
    title:
      "the events of every payment begin with its first version, and the last one has its current state",
    query: `
      with ends as (
        select distinct on (payment_id) payment_id, seq, details, min(seq) over (partition by payment_id) as first
        from payment_events order by payment_id, seq desc)
      select count(*) as checked, count(*) filter (where e.first is distinct from 1 or e.seq > p.version
        or (e.details->>'capturedMinor')::bigint is distinct from p.captured_minor
        or (e.details->>'refundedMinor')::bigint is distinct from p.refunded_minor
        or e.details->>'gatewayRef' is distinct from p.gateway_ref
        or e.details->>'alarm' is distinct from p.alarm) as broken
      from payments p left join ends e on e.payment_id = p.id`,
  },
];

/** Money: the ledger, its agreement with payments and refunds, and the history of payments. */
export const moneyChecks: readonly Check[] = [
  ...ledgerChecks,
  ...paymentChecks,
  ...dueChecks,
  ...traceChecks,
  ...destinationChecks,
  ...paymentHistoryChecks,
];
