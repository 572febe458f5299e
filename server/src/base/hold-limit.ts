import { Problem } from "./problem.ts";
import { text } from "./text.ts";

/**
 * 429: this customer or address would have more unpaid places than the operator allows.
 *
 * @param held how many it would then have
 */
export function holdLimit(by: "customer" | "address", limit: number, held: number): Problem {
  const detail =
    by === "customer"
      ? text(
          `بهذا الطلب يصبح لديك ${held} من الأماكن غير المدفوعة، والحد ${limit}؛ ادفع قيمة بعض حجوزاتك أو ألغها أو اطلب عددًا أقل.`,
          `You would have ${held} unpaid places; the limit is ${limit}. Pay for some of them, cancel some, or book fewer.`,
        )
      : text(
          `بهذا الطلب يصبح على شبكتك ${held} من الأماكن غير المدفوعة، والحد ${limit}؛ ادفع قيمة بعضها أو ألغها أو اطلب عددًا أقل.`,
          `Your network would have ${held} unpaid places; the limit is ${limit}. Pay for some of them, cancel some, or book fewer.`,
        );
  return new Problem("hold-limit", {
    detail,
    extra: { by, limit, places: held },
    headers: { "retry-after": "60" },
  });
}
