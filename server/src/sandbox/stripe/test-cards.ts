import { text, type Text } from "../../base/text.ts";

/** A card of docs.stripe.com/testing. */
export interface StripeCard {
  number: string;
  title: Text;
  /** The payment method name it can be charged by without a form. */
  paymentMethod: string;
  /** Whether its owner must answer the bank first. */
  isChallenged: boolean;
  /** Why it is declined; null when it is accepted. */
  decline: { code: string; decline_code: string; message: string } | null;
}

function decline(reason: string, code = "card_declined", message = "Your card was declined.") {
  return { code, decline_code: reason, message };
}

export const stripeCards: readonly StripeCard[] = [
  {
    number: "4242424242424242",
    title: text("مقبولة", "Approved"),
    paymentMethod: "pm_card_visa",
    isChallenged: false,
    decline: null,
  },
  {
    number: "4000000000003220",
    title: text("تسأل البنك أولًا", "Asks the bank first"),
    paymentMethod: "pm_card_threeDSecure2Required",
    isChallenged: true,
    decline: null,
  },
  {
    number: "4000000000000002",
    title: text("مرفوضة", "Declined"),
    paymentMethod: "pm_card_chargeDeclined",
    isChallenged: false,
    decline: decline("generic_decline"),
  },
  {
    number: "4000000000009995",
    title: text("الرصيد لا يكفي", "Insufficient funds"),
    paymentMethod: "pm_card_chargeDeclinedInsufficientFunds",
    isChallenged: false,
    decline: decline("insufficient_funds"),
  },
  {
    number: "4000000000000069",
    title: text("بطاقة منتهية", "Expired card"),
    paymentMethod: "pm_card_chargeDeclinedExpiredCard",
    isChallenged: false,
    decline: decline("expired_card", "expired_card", "Your card has expired."),
  },
];

export const unauthenticated = {
  code: "payment_intent_authentication_failure",
  decline_code: "",
  message: "The payer did not authenticate the payment.",
};
