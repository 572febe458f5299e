import { text, type Text } from "../base/text.ts";

/** The card's network, as Moyasar names it. `unionpay` is not in its published list. */
export type Company = "mada" | "visa" | "master" | "amex" | "unionpay";

/** The outcome of charging a card, and of 3-D Secure before it. */
export interface CardOutcome {
  company: Company;
  message: string;
  /** Two digits; 00 is approved. */
  code: string;
  /** `ask`: the payer decides on a page. `pass` and `refuse` need nobody. `broken`: never starts. */
  challenge: "ask" | "pass" | "refuse" | "broken";
}

export interface TestCard extends CardOutcome {
  number: string;
  title: Text;
}

const outcomes = [
  { message: "APPROVED", code: "00", title: text("مقبولة", "Approved") },
  {
    message: "UNSPECIFIED FAILURE",
    code: "99",
    title: text("فشل غير محدد", "Unspecified failure"),
  },
  { message: "INSUFFICIENT FUNDS", code: "51", title: text("الرصيد لا يكفي", "Insufficient funds") },
  { message: "DECLINED: LOST CARD", code: "41", title: text("بطاقة مفقودة", "Lost card") },
  { message: "DECLINED", code: "05", title: text("مرفوضة", "Declined") },
  { message: "DECLINED: EXPIRED CARD", code: "54", title: text("بطاقة منتهية", "Expired card") },
  {
    message: "DECLINED: EXCEEDS WITHDRAWAL LIMIT",
    code: "61",
    title: text("تتجاوز الحد", "Exceeds withdrawal limit"),
  },
  { message: "DECLINED: STOLEN CARD", code: "43", title: text("بطاقة مسروقة", "Stolen card") },
];

/** In the order of `outcomes`; docs.moyasar.com/guides/card-payments/test-cards. */
const numbers: Record<Company, string[]> = {
  mada: [
    "4201320111111010",
    "4201320000013020",
    "4201320000311101",
    "4201320131000508",
    "4201321234411220",
    "4201322267774310",
    "4201326324640570",
    "4201321144311528",
  ],
  visa: [
    "4111111111111111",
    "4123120000000000",
    "4123120001090000",
    "4123450131000508",
    "4123120001090109",
    "4123128518640738",
    "4123123033308648",
    "4123125276780003",
  ],
  master: [
    "5421080101000000",
    "5105105105105100",
    "5457210001000092",
    "5204010101000000",
    "5204730000002514",
    "5105107550274126",
    "5105106475101067",
    "5105107304607225",
  ],
  amex: [
    "340000000900000",
    "371111111111114",
    "340033000000000",
    "340012340501000",
    "340033000000133",
    "340000018441278",
    "340000753060788",
    "340000418501838",
  ],
  unionpay: [
    "6200000000000005",
    "6200000000000013",
    "6200000000000021",
    "6200000000000039",
    "6200000000000047",
    "6200000000000054",
    "6200000000000062",
    "6200000000000070",
  ],
};

/** Visa's cases for 3-D Secure itself. */
const secureCases: Omit<TestCard, "company">[] = [
  {
    number: "4111114005765430",
    message: "APPROVED",
    code: "00",
    challenge: "pass",
    title: text("بلا تحقق إضافي، مقبولة", "Frictionless, approved"),
  },
  secureFailure("4111118250252531", "ATTEMPTED", text("محاولة غير مكتملة", "Attempted only")),
  secureFailure("4111113343111067", "ENROLLMENT ERROR", text("خطأ في التسجيل", "Enrolment error")),
  secureFailure("4111116611600661", "NOT ENROLLED", text("غير مسجلة", "Not enrolled")),
  secureFailure("4111112205628150", "ERROR", text("خطأ أثناء التحقق", "Error during verification")),
  secureFailure("4111115784228433", "REJECTED", text("رفضها المُصدر", "Rejected by the issuer")),
  secureFailure("4111115620358287", "UNAVAILABLE", text("التحقق غير متاح", "Unavailable")),
];

function secureFailure(number: string, word: string, title: Text): Omit<TestCard, "company"> {
  // Whether a card takes part at all is known before the payer is redirected.
  const challenge = /ENROLL/.test(word) ? "broken" : "refuse";
  return { number, message: `3-D SECURE: ${word}`, code: "", challenge, title };
}

/** Every card the documentation lists. Any other fails. */
export const testCards: readonly TestCard[] = [
  ...Object.entries(numbers).flatMap(([company, list]) =>
    list.map((number, index) => ({
      ...outcomes[index]!,
      number,
      company: company as Company,
      challenge: "ask" as const,
    })),
  ),
  ...secureCases.map((one) => ({ ...one, company: "visa" as const })),
];

const byNumber = new Map(testCards.map((card) => [card.number, card]));

/** Returns the outcome of a number; unlisted ones fail. */
export function outcomeOf(number: string): CardOutcome {
  const card = byNumber.get(number);
  if (!card) {
    const { message, code } = outcomes[1]!;
    return { company: companyOf(number), message, code, challenge: "ask" };
  }
  const { company, message, code, challenge } = card;
  return { company, message, code, challenge };
}

/** Returns the network; a number of no other network counts as Visa. */
function companyOf(number: string): Company {
  if (/^(4201|440647|588845|968)/.test(number)) return "mada";
  if (/^3[47]/.test(number)) return "amex";
  if (/^(5[1-5]|2[2-7])/.test(number)) return "master";
  if (number.startsWith("62")) return "unionpay";
  return "visa";
}
