import { UNAVAILABLE_RETRY_SECONDS } from "./limits.ts";
import type { Money } from "./money.ts";
import { nouns, statusText, type Noun } from "./nouns.ts";
import { text, type Text } from "./text.ts";

type Kind = { status: number; title: Text };

function kind(status: number, ar: string, en: string): Kind {
  return { status, title: text(ar, en) };
}

/** Every failure a caller can see. Without a detail, a problem shows its title. */
export const problems = {
  "invalid-request": kind(422, "الطلب غير صحيح", "The request is not valid"),
  "not-available": kind(422, "غير متاح", "Not available"),
  "already-taken": kind(409, "سبقك إليه غيرك", "Already taken"),
  "invalid-transition": kind(
    409,
    "الحالة لا تسمح بهذه الخطوة",
    "The status does not allow this step",
  ),
  conflict: kind(409, "تعارض مع بيانات موجودة", "Conflicts with existing data"),
  "insufficient-funds": kind(409, "الرصيد لا يكفي", "Insufficient balance"),
  "not-found": kind(404, "غير موجود", "Not found"),
  unauthenticated: kind(401, "يلزم تسجيل الدخول", "Sign-in required"),
  forbidden: kind(403, "غير مسموح", "Not allowed"),
  "method-not-allowed": kind(405, "الطريقة غير مدعومة هنا", "Method not allowed here"),
  "not-acceptable": kind(406, "الصيغة المطلوبة غير متوفرة", "Format not available"),
  "precondition-failed": kind(412, "تغيّر السجل بعد قراءتك له", "Changed since you read it"),
  "too-large": kind(413, "الطلب أكبر من المسموح", "The request is too large"),
  "unsupported-media-type": kind(415, "نوع المحتوى غير مدعوم", "Content type not supported"),
  "idempotency-key-missing": kind(400, "مفتاح Idempotency-Key مفقود", "Idempotency-Key is missing"),
  "idempotency-key-reused": kind(
    422,
    "المفتاح مستخدم لطلب آخر",
    "The key was used for another request",
  ),
  "idempotency-in-progress": kind(
    409,
    "الطلب الأول ما زال جاريًا",
    "The first request is still running",
  ),
  "precondition-required": kind(428, "يلزم إرسال If-Match", "If-Match is required"),
  "too-many-requests": kind(429, "طلبات كثيرة خلال وقت قصير", "Too many requests"),
  "hold-limit": kind(429, "تجاوزت حد الأماكن غير المدفوعة", "Too many unpaid places"),
  internal: kind(500, "خطأ لدينا", "An error on our side"),
  busy: kind(503, "الخدمة مشغولة", "Busy"),
  unavailable: kind(503, "الخدمة غير متاحة الآن", "The service is not available now"),
} satisfies Record<string, Kind>;

export type ProblemType = keyof typeof problems;

/** One invalid place in the input: a JSON Pointer into the body, or `/query/…`, `/params/…`, `/headers/…`. */
export type FieldError = { pointer: string; detail: Text };

/** A failure reported to the caller, as RFC 9457 problem details in the caller's language. */
export class Problem extends Error {
  readonly type: ProblemType;
  readonly status: number;
  readonly title: Text;
  readonly detail?: Text;
  readonly errors?: readonly FieldError[];
  /** Members besides the standard ones: reasons, alternatives, from, to. */
  readonly extra?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
  constructor(
    type: ProblemType,
    more: {
      status?: number;
      detail?: Text;
      errors?: readonly FieldError[];
      extra?: Record<string, unknown>;
      headers?: Record<string, string>;
      cause?: unknown;
    } = {},
  ) {
    const status = more.status ?? problems[type].status;
    // A refusal is an answer, not a fault: a crowd of them should not cost a stack trace each.
    const { stackTraceLimit } = Error;
    if (status < 500) Error.stackTraceLimit = 0;
    super(`${type}: ${(more.detail ?? problems[type].title).en}`, { cause: more.cause });
    Error.stackTraceLimit = stackTraceLimit;
    this.name = "Problem";
    this.type = type;
    this.status = status;
    this.title = problems[type].title;
    this.detail = more.detail;
    this.errors = more.errors;
    this.extra = more.extra;
    this.headers = more.headers;
  }
}

/** 422: read and understood, but invalid; nothing was written. */
export function invalid(errors: readonly FieldError[], detail?: Text): Problem {
  return new Problem("invalid-request", { errors, detail });
}

/** One invalid place. `pointer` is a JSON Pointer; say in both languages what to send instead. */
export function invalidAt(pointer: string, ar: string, en: string): Problem {
  return invalid([{ pointer, detail: text(ar, en) }]);
}

/** 400: could not be read (broken JSON, broken encoding). */
export function malformed(ar: string, en: string): Problem {
  return new Problem("invalid-request", { status: 400, detail: text(ar, en) });
}

/** A rule that refused: its stable name and a message. */
export type Reason = { rule: string; message: Text; item?: number };

/** 422: a rule refused it. `reasons` names the rules, `alternatives` the nearest offers. */
export function notAvailable(
  reasons: readonly Reason[],
  alternatives: readonly unknown[] = [],
  detail = text(
    "لا يمكن إتمام هذا الحجز؛ راجع الأسباب والبدائل.",
    "This cannot be booked; see the reasons and alternatives.",
  ),
): Problem {
  return new Problem("not-available", { detail, extra: { reasons, alternatives } });
}

/** 409: somebody else has it; nothing was written or held. `alternatives` are the nearest offers. */
export function alreadyTaken(alternatives: readonly unknown[] = [], cause?: unknown): Problem {
  const detail = text(
    "حجزه غيرك قبل لحظات، ولم يُحجز لك شيء. اختر أحد البدائل أو أعد المحاولة.",
    "Someone else has just taken it; nothing is held for you. Choose an alternative or try again.",
  );
  return new Problem("already-taken", { detail, extra: { alternatives }, cause });
}

/** 409: there is no move between these two statuses. */
export function invalidTransition(from: string, to: string): Problem {
  const [a, b] = [statusText(from), statusText(to)];
  const detail = text(
    `لا يمكن تغيير الحالة من «${a.ar}» إلى «${b.ar}».`,
    `The status cannot change from ${a.en} to ${b.en}.`,
  );
  return new Problem("invalid-transition", { detail, extra: { from, to } });
}

/** 404: the same for what does not exist, belongs to others or is not approved. */
export function notFound(what: Noun): Problem {
  const { ar, en } = nouns[what];
  const detail = text(`لم يُعثر على ${ar}.`, `There is no such ${en}.`);
  return new Problem("not-found", { detail });
}

/** 409: it conflicts with what is stored. Say what conflicts and what to change. */
export function conflict(ar: string, en: string, pointer?: string): Problem {
  const detail = text(ar, en);
  return new Problem("conflict", { detail, ...(pointer && { errors: [{ pointer, detail }] }) });
}

/** 409: too early; possible from `from` (RFC 3339) on. */
export function tooEarly(from: string): Problem {
  const detail = text(
    `لم يحن الوقت بعد؛ يمكن ذلك ابتداءً من ${from}.`,
    `Too early; allowed from ${from}.`,
  );
  return new Problem("conflict", { detail, extra: { from } });
}

/** 409: the balance is lower than the amount to be taken. `balance` is the balance, where known. */
export function insufficientFunds(pointer: string, balance?: Money): Problem {
  const detail = text(
    "الرصيد لا يغطي هذا المبلغ؛ أرسل مبلغًا أقل.",
    "The balance does not cover this amount; send a smaller amount.",
  );
  const errors = [{ pointer, detail }];
  return new Problem("insufficient-funds", {
    detail,
    errors,
    ...(balance && { extra: { balance } }),
  });
}

/** 401, with the standard's challenge. */
export function unauthenticated(): Problem {
  const detail = text(
    "أرسل رمز دخول صالحًا في Authorization: Bearer أو سجّل الدخول من جديد.",
    "Send a valid token as Authorization: Bearer, or sign in again.",
  );
  return new Problem("unauthenticated", { detail, headers: { "www-authenticate": "Bearer" } });
}

/** 403: authenticated, but the role or the key's scope is not sufficient. */
export function forbidden(detail?: Text): Problem {
  const usual = text("صلاحياتك لا تشمل هذا الإجراء.", "Your role or API key does not allow this.");
  return new Problem("forbidden", { detail: detail ?? usual });
}

/** 400 */
export function idempotencyKeyMissing(): Problem {
  const detail = text(
    "أرسل ترويسة Idempotency-Key فريدة لكل عملية حتى لا تتكرر عند إعادة المحاولة.",
    "Send an Idempotency-Key header, unique per operation, so that a retry does not repeat it.",
  );
  return new Problem("idempotency-key-missing", { detail });
}

/** 422 */
export function idempotencyKeyReused(): Problem {
  const detail = text(
    "استُخدم هذا المفتاح مع محتوى مختلف؛ استخدم مفتاحًا جديدًا.",
    "This key was used with a different request; use a new key.",
  );
  return new Problem("idempotency-key-reused", { detail });
}

/** 409: the first copy has not finished; its answer will be replayed. */
export function idempotencyInProgress(): Problem {
  const detail = text(
    "نسخة أخرى من هذا الطلب قيد التنفيذ؛ أعد المحاولة بعد ثانية.",
    "Another copy of this request is running; try again in 1 s.",
  );
  return new Problem("idempotency-in-progress", { detail, headers: { "retry-after": "1" } });
}

/** 412: `If-Match` names another version than the one stored. */
export function preconditionFailed(): Problem {
  const detail = text(
    "تغيّر هذا السجل بعد قراءتك له؛ اقرأه من جديد ثم أعد التعديل.",
    "It was edited after you read it; read it again and repeat the edit.",
  );
  return new Problem("precondition-failed", { detail });
}

/** 428 */
export function preconditionRequired(): Problem {
  const detail = text(
    "أرسل ترويسة If-Match بقيمة ETag التي قرأتها.",
    "Send If-Match with the ETag you read.",
  );
  return new Problem("precondition-required", { detail });
}

/** 405; `allowed` lists the methods of this address. */
export function methodNotAllowed(allowed: readonly string[]): Problem {
  const list = allowed.join(", ");
  const detail = text(`الطرق المدعومة: ${list}.`, `Allowed methods: ${list}.`);
  return new Problem("method-not-allowed", { detail, headers: { allow: list } });
}

/** 406 */
export function notAcceptable(): Problem {
  const detail = text("الرد متوفر بصيغة JSON فقط.", "Responses are JSON only.");
  return new Problem("not-acceptable", { detail });
}

/** 413; `limitBytes` is the most this address accepts. */
export function tooLarge(limitBytes: number): Problem {
  const detail = text(
    `الحد الأقصى لحجم المحتوى ${limitBytes} بايت.`,
    `The body may have at most ${limitBytes} bytes.`,
  );
  return new Problem("too-large", { detail });
}

/** 415 */
export function unsupportedMediaType(): Problem {
  const detail = text("أرسل المحتوى بصيغة application/json.", "Send the body as application/json.");
  return new Problem("unsupported-media-type", { detail });
}

/** 429 */
export function tooManyRequests(retryAfterSeconds: number): Problem {
  const seconds = Math.max(1, Math.ceil(retryAfterSeconds));
  const detail = text(`أعد المحاولة بعد ${seconds} ثانية.`, `Try again in ${seconds} s.`);
  return new Problem("too-many-requests", { detail, headers: { "retry-after": String(seconds) } });
}

/** 503: the database is away; it recovers by itself. */
export function unavailable(cause?: unknown): Problem {
  const seconds = UNAVAILABLE_RETRY_SECONDS;
  const detail = text(
    `أعد المحاولة بعد ${seconds} ثوانٍ بالمفتاح نفسه؛ لن يُنفّذ شيء مرتين.`,
    `Try again in ${seconds} s with the same key; nothing will be done twice.`,
  );
  return new Problem("unavailable", { detail, headers: { "retry-after": String(seconds) }, cause });
}

/** 503: another transaction holds what the request needs; nothing was written. */
export function busy(cause?: unknown): Problem {
  const detail = text(
    "طلب آخر يعدّل السجلات نفسها، ولم يُحفظ شيء؛ أعد المحاولة بعد ثانية بالمفتاح نفسه.",
    "Another request is changing the same records; nothing was written. Try again in 1 s with the same key.",
  );
  return new Problem("busy", { detail, headers: { "retry-after": "1" }, cause });
}

/** 500: our fault. The cause goes to the log, never to the caller. */
export function internal(cause?: unknown): Problem {
  const detail = text(
    "سجّلنا الخطأ. أرسل لنا رقم الطلب إن تكرر.",
    "It has been logged. If it happens again, send us the request id.",
  );
  return new Problem("internal", { detail, cause });
}
