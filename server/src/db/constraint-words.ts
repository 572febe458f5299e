import type { Noun } from "../base/nouns.ts";
import { text, type Text } from "../base/text.ts";

/** A constraint that a request can violate: the field it is about, and the remedy. */
export type ConstraintWords = { pointer: string; detail: Text };

function at(pointer: string, ar: string, en: string): ConstraintWords {
  return { pointer, detail: text(ar, en) };
}

const codeTaken = at(
  "/code",
  "الرمز مستخدم في منشأتك؛ اختر غيره.",
  "This code is already in use; choose another.",
);

/**
 * Unique and exclusion constraints over values that callers choose, by prefix (a sharded table appends to the name).
 * Constraints over values the server makes are not here: violating them is our bug.
 */
export const uniqueWords: Record<string, ConstraintWords> = {
  businesses_slug_key: at(
    "/slug",
    "هذا العنوان مستخدم؛ اختر غيره.",
    "This slug is taken; choose another.",
  ),
  calendar_dates_pkey: at(
    "/dates",
    "تاريخ مكرر؛ اذكر كل تاريخ مرة.",
    "Duplicate date; list each once.",
  ),
  calendars_business_id_code_key: codeTaken,
  fares_business_id_route_id_from_stop_id_to_stop_id_class_key: at(
    "/toStopId",
    "لهذا المقطع وهذه الدرجة أجرة؛ عدّلها بدل إضافة أخرى.",
    "This segment and class already have a fare; edit it instead.",
  ),
  journey_frequencies_pkey: at(
    "/frequencies",
    "بداية مكررة؛ اذكر كل بداية مرة.",
    "Two frequencies start at the same time; keep one.",
  ),
  timetable_stops_boundary_once: at(
    "/stops",
    "توقفان في اللحظة نفسها؛ باعد بينهما ثانية على الأقل.",
    "Two stops fall on the same second; set them at least one second apart.",
  ),
  timetable_stops_pkey: at(
    "/stops",
    "ترتيب مكرر؛ رقّم التوقفات من 1.",
    "Two stops share a position; number the stops from 1.",
  ),
  journeys_business_id_code_key: codeTaken,
  location_holidays_pkey: at(
    "/holidays",
    "هذا اليوم إجازة مسجلة من قبل.",
    "This day is already a holiday.",
  ),
  location_hours_pkey: at(
    "/hours",
    "فترتان تبدآن في الوقت نفسه؛ ادمجهما.",
    "Two windows start at the same time; merge them.",
  ),
  members_pkey: at(
    "/phone",
    "هذا الشخص عضو؛ عدّل دوره.",
    "This person is already a member; change the role instead.",
  ),
  rental_price_once: at(
    "/prices",
    "فترتا سعر متداخلتان في اليوم نفسه؛ لكل دقيقة سعر واحد فقط.",
    "Two price bands overlap on the same weekday; each minute has one price.",
  ),
  rental_units_business_id_rental_id_label_key: at(
    "/label",
    "الاسم مستخدم لوحدة أخرى.",
    "Another unit has this label.",
  ),
  payout_batches_reference_key: at(
    "/reference",
    "سُجّلت دفعة تحويلات بهذا المرجع؛ راجعها، أو اختر مرجعًا آخر.",
    "A payout batch with this reference already exists; check it or use another reference.",
  ),
  payouts_business_id_reference_key: at(
    "/reference",
    "سُجّل تحويل بهذا المرجع؛ راجعه قبل تسجيل غيره.",
    "A payout with this reference already exists; check it before recording another.",
  ),
  room_rates_pkey: at(
    "/nights",
    "ليلة مكررة؛ اذكر كل ليلة مرة.",
    "Duplicate night; list each once.",
  ),
  routes_business_id_code_key: codeTaken,
  service_staff_pkey: at(
    "/staffIds",
    "موظف مكرر؛ اذكر كل موظف مرة.",
    "Duplicate staff member; list each once.",
  ),
  stops_business_id_code_key: codeTaken,
  trips_business_id_journey_id_service_date_shift_seconds_key: at(
    "/serviceDate",
    "هذه الرحلة موجودة في هذا اليوم.",
    "This trip already exists on this day.",
  ),
  users_phone_key: at("/phone", "الرقم مسجّل لمستخدم آخر.", "This number belongs to another user."),
  vehicle_seats_business_id_vehicle_id_label_key: at(
    "/seats",
    "رقم مقعد مكرر.",
    "Two seats share a label.",
  ),
  vehicle_seats_place_once: at("/seats", "مقعدان في مكان واحد.", "Two seats share a place."),
  vehicle_seats_pkey: at("/seats", "مقعد مكرر.", "Duplicate seat."),
  vehicles_business_id_name_key: at(
    "/name",
    "لديك مركبة بهذا الاسم.",
    "You already have a vehicle with this name.",
  ),
};

const moreThanPaid = at(
  "/amount",
  "المبلغ أكثر مما دُفع ولم يُسترد؛ اقرأ الدفعة من جديد وأرسل مبلغًا أقل.",
  "This is more than the part of the payment not yet refunded; read the payment again and send less.",
);

/**
 * Checks and partial indexes over money, on tables that only the server writes: the request was valid by itself, but
 * a concurrent one won. The wallet's own has a problem type, see constraint-problems.ts.
 */
export const moneyWords: Record<string, ConstraintWords> = {
  captured_within_payment: moreThanPaid,
  one_open_payment: at(
    "/method",
    "لهذا الطلب عملية دفع أخرى مفتوحة؛ أكملها أو انتظر انتهاءها.",
    "Another payment for this order is open; finish it, or wait until it ends.",
  ),
  one_wallet_debit: at(
    "/method",
    "دفعت المحفظة لهذا الطلب من قبل؛ ادفع الباقي بطريقة أخرى.",
    "The wallet has already paid for this order; pay the rest another way.",
  ),
  refunds_within_payment: moreThanPaid,
  refunded_within_allocated: moreThanPaid,
  refunds_within_share: moreThanPaid,
};

/** Check constraints over several columns, where no single column is at fault. */
export const checkWords: Record<string, ConstraintWords> = {
  calendars_check: at(
    "/endsOn",
    "اجعل النهاية في يوم البداية أو بعده.",
    "The end must be on or after the first day.",
  ),
  deposit_is_something: at(
    "/depositPercent",
    "العربون بين 1 و99 بالمئة.",
    "A deposit is 1 to 99 percent.",
  ),
  journey_frequencies_check: at(
    "/frequencies",
    "اجعل النهاية بعد البداية.",
    "The end must be after the start.",
  ),
  timetable_stops_check: at(
    "/stops",
    "المغادرة لا تسبق الوصول.",
    "Departure must not be before arrival.",
  ),
  location_hours_check: at(
    "/hours",
    "اجعل النهاية بعد البداية وخلال 24 ساعة.",
    "The end must be after the start, within 24 hours.",
  ),
  locations_check: at(
    "/latitude",
    "أرسل خط العرض وخط الطول معًا.",
    "Send latitude and longitude together.",
  ),
  offering_has_location: at("/locationId", "حدد الفرع.", "Send the location."),
  one_cancel_fee: at(
    "/cancelFeePercent",
    "رسم الإلغاء نسبة أو مبلغ، لا كلاهما.",
    "The fee is a percentage or an amount, not both.",
  ),
  rental_prices_check: at(
    "/prices",
    "اجعل النهاية بعد البداية وفي اليوم نفسه.",
    "The end must be after the start, on the same day.",
  ),
  staff_breaks_check: at(
    "/breaks",
    "اجعل النهاية بعد البداية وخلال 24 ساعة.",
    "The end must be after the start, within 24 hours.",
  ),
  staff_exceptions_check: at(
    "/endsAt",
    "اجعل النهاية بعد البداية.",
    "The end must be after the start.",
  ),
  staff_windows_check: at(
    "/windows",
    "اجعل النهاية بعد البداية وخلال 24 ساعة.",
    "The end must be after the start, within 24 hours.",
  ),
};

/** What a referenced table holds, as the caller would call it. */
export const tableNouns: Record<string, Noun> = {
  bookings: "booking",
  booking_items: "item",
  businesses: "business",
  calendars: "calendar",
  journeys: "journey",
  locations: "location",
  members: "member",
  offerings: "offering",
  orders: "order",
  rentals: "rental",
  room_types: "roomType",
  routes: "route",
  services: "service",
  staff: "staff",
  stops: "stop",
  trips: "trip",
  units: "unit",
  users: "user",
  vehicles: "vehicle",
};

/** Tables only the engine and the server write: a failed check there is our bug, not the caller's error. */
export const ownTables = new Set([
  "amendments",
  "audit_log",
  "booking_events",
  "booking_items",
  "bookings",
  "claims",
  "idempotency_keys",
  "invoice_counters",
  "invoices",
  "ledger_accounts",
  "ledger_entries",
  "ledger_transactions",
  "messages",
  "orders",
  "outbox",
  "payment_events",
  "payment_share_items",
  "payment_shares",
  "payments",
  "pools",
  "pool_buckets",
  "pool_claims",
  "refund_items",
  "refunds",
  "sessions",
  "webhook_inbox",
]);

/**
 * Why the customer may no longer cancel or change a booking; the database function that guards moves names only the
 * rule.
 */
export const doorWords = {
  "already-begun": text(
    "بدأ موعد هذا الحجز؛ تواصل مع المنشأة.",
    "This booking has already started; contact the business.",
  ),
  "already-checked-in": text(
    "سُجّل وصول صاحب هذا الحجز؛ تواصل مع المنشأة.",
    "The customer has already checked in; contact the business.",
  ),
} satisfies Record<string, Text>;
