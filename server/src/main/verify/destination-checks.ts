import { paymentsThat } from "../../payment/payment.ts";
import { among, type Check } from "./check.ts";

/** The welcome credit of early demos: the one wallet credit without a payment, and there can be only one. */
const OLD_GIFT = "demo:gift";

/** Guarantee 8: money goes back where it came from, and nothing else reaches a wallet. */
export const destinationChecks: readonly Check[] = [
  {
    guarantee: 8,
    title: "every wallet credit is a top-up, a returned hold of the same wallet, or a refund",
    query: `
      select count(*) as checked, count(*) filter (where t.key <> '${OLD_GIFT}' and (
        p.customer_id is distinct from a.owner_id or p.currency is distinct from a.currency
        or case t.kind
          when 'top_up' then p.purpose <> 'top_up' or not takes_cards(p.gateway) or p.gateway_ref is null
            or p.status not in ${among(paymentsThat("isTaken"))} or p.captured_minor <> e.amount_minor
            or t.key <> 'payment:' || p.id || ':paid'
          when 'wallet_release' then p.gateway <> 'wallet' or p.status not in ${among(paymentsThat("fellThrough"))}
            or p.amount_minor <> e.amount_minor or t.key <> 'payment:' || p.id || ':released'
          when 'refund_paid' then r.id is null or p.gateway = 'venue' or r.destination <> 'wallet'
            or r.status <> 'succeeded' or r.amount_minor <> e.amount_minor or t.key <> 'refund:' || r.id || ':paid'
          else true end)) as broken
      from ledger_entries e
      join ledger_accounts a on a.id = e.account_id
      join ledger_transactions t on t.id = e.transaction_id
      left join payments p on p.id = t.payment_id
      left join refunds r on r.id = t.refund_id and r.payment_id = p.id
      where a.kind = 'customer_wallet' and e.amount_minor > 0`,
  },
  {
    guarantee: 8,
    title: "every refund goes back where its money came from, or to the card payer's wallet",
    query: `
      select count(*) as checked, count(*) filter (where
        case p.gateway when 'venue' then r.destination <> 'source' when 'wallet' then r.destination <> 'wallet' else false end
        or (r.destination = 'wallet' and p.customer_id is null)
        or (r.status = 'succeeded' and not exists (
          select from ledger_transactions t join ledger_entries e on e.transaction_id = t.id and e.amount_minor = r.amount_minor
          join ledger_accounts a on a.id = e.account_id
          where t.key = 'refund:' || r.id || ':paid' and case
            when p.gateway = 'venue' then a.kind = 'venue_cash' and a.owner_id = r.business_id
            when r.destination = 'wallet' then a.kind = 'customer_wallet' and a.owner_id = p.customer_id
            else a.kind = 'gateway_clearing' and a.gateway = p.gateway end))) as broken
      from refunds r join payments p on p.id = r.payment_id`,
  },
];
