import { holdLimit } from "../base/hold-limit.ts";
import { nouns, type Noun } from "../base/nouns.ts";
import {
  alreadyTaken,
  busy,
  conflict,
  forbidden,
  idempotencyInProgress,
  insufficientFunds,
  internal,
  invalid,
  invalidTransition,
  notAvailable,
  notFound,
  preconditionFailed,
  Problem,
  tooEarly,
  type Reason,
  unavailable,
} from "../base/problem.ts";
import { text } from "../base/text.ts";
import {
  checkWords,
  doorWords,
  moneyWords,
  ownTables,
  tableNouns,
  uniqueWords,
} from "./constraint-words.ts";
import { isConnectionError } from "./connection-error.ts";
import { sqlDetail, sqlState, type SqlError } from "./sql-error.ts";

const LOCK_TIMEOUT = "55P03";
/** Raised by enter(). */
const WRONG_CLOCK = "HF050";

/**
 * Turns anything thrown into the problem the caller is told: a problem stays itself, errors of the database are
 * translated here and nowhere else, anything unknown becomes `internal` with its cause.
 */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const state = sqlState(error);
  if (state === LOCK_TIMEOUT) return busy(error);
  if (state === WRONG_CLOCK || isConnectionError(error)) return unavailable(error);
  return (state !== undefined && translate(state, error as SqlError)) || internal(error);
}

function translate(state: string, error: SqlError): Problem | undefined {
  const detail = sqlDetail(error);
  switch (state) {
    case "HF001":
      return alreadyTaken([], error);
    case "HF002":
      return holdLimit(
        detail.by as "customer" | "address",
        Number(detail.limit),
        Number(detail.held),
      );
    case "HF003":
      return invalidTransition(String(detail.from), String(detail.to));
    case "HF005":
      // Edited each time between judging and placing: nothing is wrong with the request.
      return detail.what === "catalogue" ? busy(error) : notFound(nounNamed(detail.what));
    case "HF006":
      return preconditionFailed();
    case "HF007":
      return refusedByRule(detail.reasons);
    case "HF030":
      return tooEarly(String(detail.from));
    case "HF010":
      // The server built an unbalanced ledger transaction: the caller could change nothing about it.
      return internal(error);
    case "HF041":
      return conflict(
        "هذا التعديل يمس حجوزات قائمة لم تُذكر في acknowledge؛ أعد الطلب لتظهر لك.",
        "This edit breaks bookings that acknowledge does not list; repeat the request to see which.",
        "/acknowledge",
      );
    case "HF042":
      return conflict(
        "لا يمكن تغيير العملة بعد إضافة عروض مسعّرة بها.",
        "The currency cannot change once offerings are priced in it.",
        "/currency",
      );
    case "23P01":
      return named(error, "claims_never_overlap") || named(error, "seat_claims_never_overlap")
        ? alreadyTaken([], error)
        : clash(error);
    case "23505":
      return named(error, "idempotency_keys_pkey") ? idempotencyInProgress() : clash(error);
    case "23514":
      return failedCheck(error);
    case "23503":
      return missingReference(error);
    case "42501":
      // Row-level security refused the row: the code's own check should have come first, but the answer is the same.
      return forbidden();
    case "22P02":
    case "22P05":
    case "22007":
    case "22008":
    case "22003":
    case "22021":
      return invalid([], unreadable);
    default:
      return undefined;
  }
}

/** @param said [{rule, message?}]; rules without a message get one here */
function refusedByRule(said: unknown): Problem {
  const reasons = (Array.isArray(said) ? (said as Reason[]) : []).map((one) => ({
    ...one,
    message: one.message ?? doorWords[one.rule as keyof typeof doorWords],
  }));
  return notAvailable(reasons, [], reasons.length === 1 ? reasons[0]!.message : undefined);
}

const unreadable = text(
  "قيمة في الطلب لا تُقرأ أو خارج المدى؛ راجع المعرفات والتواريخ والأرقام.",
  "A value cannot be read or is out of range: check ids, dates, numbers and control characters.",
);

function nounNamed(what: unknown): Noun {
  return typeof what === "string" && Object.hasOwn(nouns, what) ? (what as Noun) : "item";
}

/** Matches by prefix: a sharded table appends the number of its shard. */
function named(error: SqlError, name: string): boolean {
  return error.constraint === name || error.constraint?.startsWith(`${name}_`) === true;
}

function wordsFor<T>(list: Record<string, T>, error: SqlError): T | undefined {
  return Object.entries(list).find(([name]) => named(error, name))?.[1];
}

function clash(error: SqlError): Problem | undefined {
  const words = wordsFor(uniqueWords, error) ?? wordsFor(moneyWords, error);
  return words && conflict(words.detail.ar, words.detail.en, words.pointer);
}

function failedCheck(error: SqlError): Problem | undefined {
  if (named(error, "pool_within_capacity")) {
    // take_places refuses sales; anything else here removes rooms that are sold.
    if (!error.where?.includes("keep_room_pool")) return alreadyTaken([], error);
    return conflict(
      "بيعت غرف أكثر من هذا العدد في ليلة قادمة؛ انقل تلك الحجوزات أو ألغها أولًا.",
      "More rooms than this are sold for an upcoming night; move or cancel those bookings first.",
      "/rooms",
    );
  }
  if (named(error, "wallet_never_below_zero")) return insufficientFunds("/walletAmount");
  if (named(error, "payout_within_owed")) return insufficientFunds("/amount");
  if (wordsFor(moneyWords, error)) return clash(error);
  if (ownTables.has(error.table ?? "")) return undefined;
  const words = wordsFor(checkWords, error);
  if (words) return invalid([words]);
  const column = columnOf(error, "check");
  const wrong = text(
    "القيمة خارج المسموح لهذا الحقل.",
    "The value is outside what this field allows.",
  );
  return column === undefined ? undefined : invalid([{ pointer: `/${column}`, detail: wrong }]);
}

function missingReference(error: SqlError): Problem | undefined {
  const stillUsed = /is still referenced from table "(\w+)"/.test(error.detail ?? "");
  if (stillUsed) {
    return conflict(
      "لا يمكن الحذف لوجود سجلات تعتمد عليه؛ أوقف تفعيله بدلًا من ذلك.",
      "It is still in use and cannot be removed; deactivate it instead.",
    );
  }
  const table = /is not present in table "(\w+)"/.exec(error.detail ?? "")?.[1];
  const noun = nouns[(table !== undefined && tableNouns[table]) || "item"];
  const column = columnOf(error, "fkey");
  const missing = text(
    `لم يُعثر على ${noun.ar} بهذا المعرّف.`,
    `There is no ${noun.en} with this id.`,
  );
  return invalid([{ pointer: column === undefined ? "" : `/${column}`, detail: missing }]);
}

/** Returns the column that a constraint with PostgreSQL's own name is about, in the API's spelling. */
function columnOf(error: SqlError, suffix: "check" | "fkey"): string | undefined {
  const { table, constraint } = error;
  if (!table || !constraint?.startsWith(`${table}_`)) return undefined;
  const rest = constraint.slice(table.length + 1).replace(/^business_id_(?=.*_fkey)/, "");
  const column = new RegExp(`^(\\w+)_${suffix}\\d*$`).exec(rest)?.[1];
  return column
    ?.replace(/_minor$/, "")
    .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
