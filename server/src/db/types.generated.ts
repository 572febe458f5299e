// Generated from the migrations by `npm run generate`; edits are lost.
import type { ColumnType } from "kysely";

/** The database fills it in when it is left out. */
export type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U>
    ? ColumnType<S, I | undefined, U>
    : ColumnType<T, T | undefined, T>;
/** Arrives parsed, goes in as `JSON.stringify(…)`: the driver would write a JS array as an SQL one. */
export type JsonColumn = ColumnType<unknown, string, string>;
/** The database computes it. */
export type Computed<T> = ColumnType<T, never, never>;

export interface AmendmentMovesTable {
  from_status: string;
  to_status: string;
}

export interface AmendmentsTable {
  business_id: string;
  id: string;
  booking_id: string;
  order_id: string;
  status: "awaitingPayment" | "awaitingAcceptance" | "applied" | "declined" | "expired" | "withdrawn";
  made_by: "customer" | "business" | "system";
  actor: string;
  request_id: string | null;
  reason: Generated<string>;
  overridden: Generated<string[]>;
  currency: string;
  price_before_minor: number;
  price_after_minor: number;
  due_now_minor: number;
  goes_back_minor: number;
  fee_minor: Generated<number>;
  fee_floor_minor: Generated<number>;
  fee_reason: string | null;
  acceptance: "none" | "again";
  items: JsonColumn;
  plan: JsonColumn;
  expires_at: string | null;
  awaiting_payment_at: string | null;
  awaiting_acceptance_at: string | null;
  applied_at: string | null;
  declined_at: string | null;
  expired_at: string | null;
  withdrawn_at: string | null;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
  places: Generated<number>;
}

export interface ApiKeysTable {
  business_id: string;
  id: string;
  name: string;
  secret_hash: string;
  scopes: string[];
  created_by: string | null;
  created_at: Generated<string>;
  last_used_at: string | null;
  revoked_at: string | null;
}

export interface AuditLogTable {
  business_id: Generated<string>;
  id: string;
  at: Generated<string>;
  actor: string;
  action: string;
  subject_kind: string;
  subject_id: string;
  request_id: string | null;
  ip: string | null;
  before: JsonColumn | null;
  after: JsonColumn | null;
}

export interface BookingEventsTable {
  business_id: string;
  booking_id: string;
  seq: number;
  type: string;
  from_status: string | null;
  to_status: string | null;
  at: string;
  actor: string;
  request_id: string | null;
  reason: string | null;
  details: Generated<JsonColumn>;
  prev_hash: Generated<string>;
  method: Generated<number>;
  hash: Computed<string>;
}

export interface BookingItemsTable {
  business_id: string;
  booking_id: string;
  id: string;
  position: number;
  kind: "appointment" | "rental" | "seat" | "stay";
  offering_id: string;
  starts_at: string;
  ends_at: string;
  quantity: number;
  claims_needed: number;
  pool_needed: number;
  price_minor: number;
  details: Generated<JsonColumn>;
  state: Generated<"proposed" | "active" | "removed">;
  payment_terms: Generated<"venue" | "deposit" | "full">;
  deposit_percent: Generated<number>;
  due_minor: Generated<number>;
  acceptance: Generated<"auto" | "manual">;
  cancel_policy: Generated<JsonColumn>;
  tax_basis_points: Generated<number>;
  price_parts: Generated<JsonColumn>;
  fee_floor_minor: Generated<number>;
  sale_ends_at: string | null;
  fee_kept_minor: Generated<number>;
  accept_within_minutes: number | null;
  check_in_opens_minutes: number | null;
}

export interface BookingMovesTable {
  from_status: string;
  to_status: string;
}

export interface BookingsTable {
  business_id: string;
  id: string;
  order_id: string;
  reference: string;
  customer_id: string | null;
  customer_name: Generated<string>;
  customer_phone: string | null;
  client_ip: string | null;
  location_id: string | null;
  source: Generated<"web" | "desk" | "api" | "import">;
  status: "reserved" | "pending" | "confirmed" | "completed" | "no_show" | "cancelled" | "expired";
  payment_terms: "venue" | "deposit" | "full";
  acceptance: "auto" | "manual";
  currency: string;
  total_minor: number;
  due_minor: number;
  cancel_policy: JsonColumn;
  starts_at: string;
  ends_at: string;
  expires_at: string | null;
  extendable_until: string;
  reserved_at: string | null;
  pending_at: string | null;
  confirmed_at: string | null;
  completed_at: string | null;
  no_show_at: string | null;
  cancelled_at: string | null;
  expired_at: string | null;
  cancelled_by: "customer" | "business" | "system" | null;
  cancel_reason: string | null;
  refund_to: "source" | "wallet" | null;
  checked_in_at: string | null;
  paid_by: JsonColumn | null;
  deleted_at: string | null;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
  accept_within_minutes: number | null;
  check_in_opens_minutes: Generated<number | null>;
  fee_minor: Generated<number>;
  client_block: Computed<string | null>;
}

export interface BusinessesTable {
  id: string;
  slug: string;
  kind: "salon" | "venue" | "bus" | "hotel";
  name_ar: string;
  name_en: string;
  description_ar: Generated<string>;
  description_en: Generated<string>;
  city_ar: Generated<string>;
  city_en: Generated<string>;
  currency: Generated<string>;
  status: Generated<"draft" | "submitted" | "approved" | "rejected" | "suspended">;
  submitted_at: string | null;
  approved_at: string | null;
  rejected_at: string | null;
  suspended_at: string | null;
  decided_by: string | null;
  decision_reason: string | null;
  source: Generated<string>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
  search_text: Computed<string | null>;
  city_words: Computed<string | null>;
  fee_basis_points: Generated<number>;
  completion_grace_minutes: Generated<number>;
}

export interface CalendarDatesTable {
  business_id: string;
  calendar_id: string;
  day: string;
  runs: boolean;
}

export interface CalendarsTable {
  business_id: string;
  id: string;
  code: string;
  weekdays: number[];
  starts_on: string;
  ends_on: string;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
}

export interface CatalogueEditsTable {
  business_id: string;
  edited_by: string;
}

export interface CatalogueVersionsTable {
  business_id: string;
  version: number;
}

export interface ClaimsTable {
  business_id: string;
  id: Generated<string>;
  unit_id: string;
  seat_no: Generated<number>;
  booking_id: string;
  item_id: string;
  starts_at: string;
  ends_at: string;
  expires_at: string | null;
  blocking: Generated<boolean>;
  passenger: string | null;
  generation: Generated<number>;
  from_position: number | null;
  to_position: number | null;
  label: string | null;
  vehicle_id: string | null;
  amendment_id: string | null;
}

export interface DevMessagesTable {
  id: string;
  recipient: string;
  channel: string;
  text: string;
  code: string | null;
  created_at: Generated<string>;
}

export interface EventSealsTable {
  business_id: string;
  kind: "booking" | "payment";
  subject_id: string;
  seq: number;
  number: number;
  key_id: string;
  signature: string;
  sealed_at: Generated<string>;
}

export interface FaresTable {
  business_id: string;
  id: string;
  route_id: string;
  from_stop_id: string;
  to_stop_id: string;
  class: Generated<string>;
  price_minor: number;
}

export interface GatewaysTable {
  name: string;
  takes_cards: boolean;
}

export interface IdempotencyKeysTable {
  scope: string;
  key: string;
  fingerprint: string;
  status: number | null;
  body: JsonColumn | null;
  created_at: Generated<string>;
  begun: string | null;
}

export interface InvoiceCountersTable {
  business_id: string;
  kind: "invoice" | "credit_note";
  last: number;
}

export interface InvoicesTable {
  business_id: string;
  id: string;
  kind: "invoice" | "credit_note";
  number: number;
  payment_id: string;
  booking_id: string;
  refund_id: string | null;
  original_id: string | null;
  buyer_name: Generated<string>;
  currency: string;
  net_minor: number;
  vat_minor: number;
  gross_minor: number;
  rate_basis_points: number | null;
  lines: JsonColumn;
  seller: JsonColumn;
  issued_at: Generated<string>;
  amendment_id: string | null;
}

export interface JourneyFrequenciesTable {
  business_id: string;
  journey_id: string;
  starts_seconds: number;
  ends_seconds: number;
  headway_seconds: number;
}

export interface JourneysTable {
  business_id: string;
  id: string;
  route_id: string;
  calendar_id: string;
  vehicle_id: string;
  code: string;
  headsign: Generated<string>;
  timezone: string;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
}

export interface LedgerAccountsTable {
  id: Generated<string>;
  kind: "customer_wallet" | "business_payable" | "venue_cash" | "gateway_clearing" | "platform_fee" | "order_funds" | "refunds_payable" | "write_off";
  owner_id: string | null;
  gateway: string | null;
  currency: string;
  balance_minor: Generated<number>;
  created_at: Generated<string>;
}

export interface LedgerEntriesTable {
  transaction_id: string;
  line: number;
  account_id: string;
  amount_minor: number;
  currency: string;
  at: Generated<string>;
}

export interface LedgerTransactionsTable {
  id: string;
  kind: "payment" | "top_up" | "wallet_hold" | "wallet_release" | "fee" | "refund_requested" | "refund_paid" | "refund_withdrawn" | "payout" | "venue_payment" | "write_off" | "adjustment";
  key: string;
  order_id: string | null;
  booking_id: string | null;
  payment_id: string | null;
  refund_id: string | null;
  actor: string;
  request_id: string | null;
  memo: Generated<string>;
  at: Generated<string>;
}

export interface LocationHolidaysTable {
  business_id: string;
  location_id: string;
  day: string;
  name: Generated<string>;
}

export interface LocationHoursTable {
  business_id: string;
  location_id: string;
  weekday: number;
  starts_minute: number;
  ends_minute: number;
}

export interface LocationsTable {
  business_id: string;
  id: string;
  name_ar: string;
  name_en: string;
  address_ar: Generated<string>;
  address_en: Generated<string>;
  city_ar: Generated<string>;
  city_en: Generated<string>;
  latitude: number | null;
  longitude: number | null;
  timezone: Generated<string>;
  check_in_minute: Generated<number>;
  check_out_minute: Generated<number>;
  active: Generated<boolean>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
  city_words: Computed<string | null>;
}

export interface MembersTable {
  business_id: string;
  user_id: string;
  role: "staff" | "manager" | "owner";
  name: string | null;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
}

export interface MessagesTable {
  business_id: string;
  id: string;
  booking_id: string;
  template: string;
  occasion: Generated<number>;
  recipient: string;
  locale: "ar" | "en";
  send_at: string;
  sent_at: string | null;
  cancelled_at: string | null;
  created_at: Generated<string>;
  proved: Generated<boolean>;
  suppressed_at: string | null;
  suppressed_why: "per-booking" | "per-recipient" | null;
}

export interface OfferingsTable {
  business_id: string;
  id: string;
  kind: "service" | "rental" | "route" | "roomType";
  location_id: string | null;
  name_ar: string;
  name_en: string;
  description_ar: Generated<string>;
  description_en: Generated<string>;
  payment_terms: Generated<"venue" | "deposit" | "full">;
  acceptance: Generated<"auto" | "manual">;
  deposit_percent: Generated<number>;
  hold_minutes: Generated<number>;
  lead_minutes: Generated<number>;
  horizon_days: Generated<number>;
  free_cancel_hours: Generated<number>;
  cancel_fee_percent: Generated<number>;
  cancel_fee_minor: Generated<number>;
  no_show_fee_percent: Generated<number>;
  active: Generated<boolean>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
  accept_within_minutes: number | null;
  check_in_opens_minutes: number | null;
}

export interface OrdersTable {
  id: string;
  customer_id: string | null;
  contact_name: Generated<string>;
  contact_phone: string | null;
  locale: Generated<"ar" | "en">;
  currency: string;
  total_minor: number;
  client_ip: string | null;
  created_at: Generated<string>;
  placed_by: string | null;
  placed_from: string | null;
  request_id: string | null;
}

export interface OtpCodesTable {
  id: string;
  phone: string;
  channel: Generated<"sms" | "whatsapp">;
  code_hash: string;
  tries: Generated<number>;
  ip: string | null;
  created_at: Generated<string>;
  expires_at: string;
  used_at: string | null;
}

export interface OutboxTable {
  id: Generated<string>;
  topic: string;
  business_id: string | null;
  payload: JsonColumn;
  created_at: Generated<string>;
  next_attempt_at: Generated<string>;
  claimed_until: string | null;
  attempts: Generated<number>;
  done_at: string | null;
  failed_at: string | null;
  last_error: string | null;
}

export interface PaymentEventsTable {
  payment_id: string;
  seq: number;
  type: string;
  from_status: string | null;
  to_status: string | null;
  at: Generated<string>;
  actor: string;
  request_id: string | null;
  details: Generated<JsonColumn>;
}

export interface PaymentMovesTable {
  from_status: string;
  to_status: string;
}

export interface PaymentShareItemsTable {
  business_id: string;
  payment_id: string;
  booking_id: string;
  item_id: string;
  amount_minor: number;
  refunded_minor: Generated<number>;
  name: JsonColumn;
  quantity: number;
  price_minor: number;
  tax_basis_points: number;
}

export interface PaymentSharesTable {
  business_id: string;
  payment_id: string;
  booking_id: string;
  amount_minor: number;
  refunded_minor: Generated<number>;
  earned_at: string | null;
  fee_minor: Generated<number>;
  created_at: Generated<string>;
  amendment_id: string | null;
}

export interface PaymentsTable {
  id: string;
  order_id: string | null;
  customer_id: string | null;
  purpose: "order" | "balance" | "top_up";
  gateway: string;
  method: "card" | "wallet" | "cash" | "card-terminal" | "transfer";
  split_of: string | null;
  duplicate_of: string | null;
  currency: string;
  amount_minor: number;
  capture: Generated<"automatic" | "manual">;
  when_partly_gone: Generated<"keep" | "refund">;
  status: "initiated" | "authorized" | "paid" | "failed" | "voided" | "partially_refunded" | "refunded";
  captured_minor: Generated<number>;
  refunded_minor: Generated<number>;
  gateway_object: "payment" | "invoice" | "intent" | null;
  gateway_ref: string | null;
  gateway_charge: string | null;
  redirect_url: string | null;
  return_url: string | null;
  failure_code: string | null;
  failure_message: string | null;
  card_brand: string | null;
  card_last4: string | null;
  alarm: string | null;
  unwanted: Generated<boolean>;
  next_poll_at: string | null;
  polls: Generated<number>;
  compare_at: string | null;
  initiated_at: string | null;
  authorized_at: string | null;
  paid_at: string | null;
  failed_at: string | null;
  voided_at: string | null;
  partially_refunded_at: string | null;
  refunded_at: string | null;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
  amendment_id: string | null;
  desk_confirmation_of: string | null;
}

export interface PayoutBatchesTable {
  id: string;
  currency: string;
  reference: string;
  amount_minor: number;
  payouts: number;
  created_by: string | null;
  created_at: Generated<string>;
}

export interface PayoutsTable {
  business_id: string;
  id: string;
  batch_id: string | null;
  currency: string;
  amount_minor: number;
  reference: string;
  paid_by: string | null;
  created_at: Generated<string>;
}

export interface PoolBucketsTable {
  business_id: string;
  pool_id: string;
  bucket: string;
  capacity: number;
  taken: Generated<number>;
}

export interface PoolClaimsTable {
  business_id: string;
  pool_id: string;
  bucket: string;
  booking_id: string;
  item_id: string;
  quantity: number;
  expires_at: string | null;
  blocking: Generated<boolean>;
  generation: Generated<number>;
  amendment_id: string | null;
}

export interface PoolsTable {
  business_id: string;
  id: string;
  capacity: number;
  lasts_days: number;
  edited_by: string | null;
}

export interface RateLimitsTable {
  bucket: string;
  hits: number;
  resets_at: string;
}

export interface RefundItemsTable {
  business_id: string;
  refund_id: string;
  item_id: string;
  amount_minor: number;
}

export interface RefundsTable {
  business_id: string;
  id: string;
  payment_id: string;
  booking_id: string;
  amount_minor: number;
  currency: string;
  destination: "source" | "wallet";
  cause: "cancellation" | "late_payment" | "paid_twice" | "declined" | "not_captured" | "business" | "platform" | "amendment";
  automatic: Generated<boolean>;
  reason: Generated<string>;
  items: string[] | null;
  status: "requested" | "succeeded" | "failed";
  attempts: Generated<number>;
  next_attempt_at: Generated<string | null>;
  claimed_until: string | null;
  before_minor: number | null;
  failure_message: string | null;
  requested_by: string;
  requested_at: Generated<string>;
  succeeded_at: string | null;
  failed_at: string | null;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
  item_amounts: number[] | null;
}

export interface RentalPricesTable {
  business_id: string;
  id: string;
  rental_id: string;
  weekday: number;
  starts_minute: number;
  ends_minute: number;
  price_hour_minor: number;
}

export interface RentalUnitsTable {
  business_id: string;
  id: string;
  kind: Generated<"rental">;
  rental_id: string;
  label: string;
  active: Generated<boolean>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
}

export interface RentalsTable {
  business_id: string;
  id: string;
  kind: Generated<"rental">;
  step_minutes: Generated<number>;
  durations_minutes: Generated<number[]>;
  price_hour_minor: number;
}

export interface RoomRatesTable {
  business_id: string;
  room_type_id: string;
  night: string;
  price_minor: number | null;
  closed: Generated<boolean>;
  min_nights: number | null;
}

export interface RoomTypesTable {
  business_id: string;
  id: string;
  kind: Generated<"roomType">;
  rooms: number;
  occupancy: number;
  min_nights: Generated<number>;
  price_minor: number;
}

export interface RoutesTable {
  business_id: string;
  id: string;
  kind: Generated<"route">;
  code: string;
  route_type: Generated<number>;
  price_minor: number;
}

export interface ServiceStaffTable {
  business_id: string;
  service_id: string;
  staff_id: string;
}

export interface ServicesTable {
  business_id: string;
  id: string;
  kind: Generated<"service">;
  duration_minutes: number;
  buffer_before_minutes: Generated<number>;
  buffer_after_minutes: Generated<number>;
  step_minutes: Generated<number>;
  price_minor: number;
}

export interface SessionsTable {
  id: string;
  user_id: string;
  token_hash: string;
  user_agent: string | null;
  ip: string | null;
  created_at: Generated<string>;
  last_seen_at: Generated<string>;
  expires_at: string;
  revoked_at: string | null;
}

export interface StaffTable {
  business_id: string;
  id: string;
  kind: Generated<"staff">;
  location_id: string;
  user_id: string | null;
  name_ar: string;
  name_en: string;
  active: Generated<boolean>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
}

export interface StaffBreaksTable {
  business_id: string;
  id: string;
  staff_id: string;
  weekday: number;
  starts_minute: number;
  ends_minute: number;
}

export interface StaffExceptionsTable {
  business_id: string;
  id: string;
  staff_id: string;
  kind: "off" | "open";
  starts_at: string;
  ends_at: string;
  reason: Generated<string>;
}

export interface StaffWindowsTable {
  business_id: string;
  id: string;
  staff_id: string;
  weekday: number;
  starts_minute: number;
  ends_minute: number;
  active: Generated<boolean>;
}

export interface StopsTable {
  business_id: string;
  id: string;
  code: string;
  name_ar: string;
  name_en: string;
  city_ar: Generated<string>;
  city_en: Generated<string>;
  latitude: number | null;
  longitude: number | null;
  timezone: string;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
  search_text: Computed<string | null>;
  words: Computed<string | null>;
}

export interface TaskRunsTable {
  task: string;
  last_started_at: string;
  last_finished_at: string | null;
  last_error: string | null;
}

export interface TaxSettingsTable {
  business_id: string;
  seller_name_ar: string;
  seller_name_en: string;
  vat_number: string | null;
  rate_basis_points: Generated<number>;
  address_ar: Generated<string>;
  address_en: Generated<string>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
}

export interface TimetableStopsTable {
  business_id: string;
  timetable_id: string;
  position: number;
  stop_id: string;
  arrives_seconds: number;
  departs_seconds: number;
  boundary_seconds: number;
  boards: Generated<boolean>;
  alights: Generated<boolean>;
}

export interface TimetablesTable {
  business_id: string;
  id: string;
  journey_id: string;
  is_current: boolean;
  retired_positions: Generated<number[]>;
}

export interface TripsTable {
  business_id: string;
  id: string;
  kind: Generated<"trip">;
  journey_id: string;
  vehicle_id: string;
  service_date: string;
  shift_seconds: Generated<number>;
  origin_at: string;
  status: Generated<"scheduled" | "cancelled">;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
  timetable_id: string;
}

export interface UnitsTable {
  business_id: string;
  id: string;
  kind: "staff" | "rental" | "trip";
  edited_by: string | null;
}

export interface UsersTable {
  id: string;
  phone: string | null;
  email: string | null;
  name: Generated<string>;
  locale: Generated<"ar" | "en">;
  is_admin: Generated<boolean>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
}

export interface VehicleSeatsTable {
  business_id: string;
  vehicle_id: string;
  seat_no: number;
  label: string;
  row_no: number;
  column_no: number;
  class: Generated<string>;
  retired_at: string | null;
}

export interface VehiclesTable {
  business_id: string;
  id: string;
  name: string;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  version: Generated<number>;
}

export interface WebhookInboxTable {
  id: string;
  gateway: string;
  event_id: string;
  type: string;
  body: string;
  gateway_ref: string | null;
  payment_id: string | null;
  received_at: Generated<string>;
  deliveries: Generated<number>;
  processed_at: string | null;
  outcome: string | null;
}

export interface Database {
  amendment_moves: AmendmentMovesTable;
  amendments: AmendmentsTable;
  api_keys: ApiKeysTable;
  audit_log: AuditLogTable;
  booking_events: BookingEventsTable;
  booking_items: BookingItemsTable;
  booking_moves: BookingMovesTable;
  bookings: BookingsTable;
  businesses: BusinessesTable;
  calendar_dates: CalendarDatesTable;
  calendars: CalendarsTable;
  catalogue_edits: CatalogueEditsTable;
  catalogue_versions: CatalogueVersionsTable;
  claims: ClaimsTable;
  dev_messages: DevMessagesTable;
  event_seals: EventSealsTable;
  fares: FaresTable;
  gateways: GatewaysTable;
  idempotency_keys: IdempotencyKeysTable;
  invoice_counters: InvoiceCountersTable;
  invoices: InvoicesTable;
  journey_frequencies: JourneyFrequenciesTable;
  journeys: JourneysTable;
  ledger_accounts: LedgerAccountsTable;
  ledger_entries: LedgerEntriesTable;
  ledger_transactions: LedgerTransactionsTable;
  location_holidays: LocationHolidaysTable;
  location_hours: LocationHoursTable;
  locations: LocationsTable;
  members: MembersTable;
  messages: MessagesTable;
  offerings: OfferingsTable;
  orders: OrdersTable;
  otp_codes: OtpCodesTable;
  outbox: OutboxTable;
  payment_events: PaymentEventsTable;
  payment_moves: PaymentMovesTable;
  payment_share_items: PaymentShareItemsTable;
  payment_shares: PaymentSharesTable;
  payments: PaymentsTable;
  payout_batches: PayoutBatchesTable;
  payouts: PayoutsTable;
  pool_buckets: PoolBucketsTable;
  pool_claims: PoolClaimsTable;
  pools: PoolsTable;
  rate_limits: RateLimitsTable;
  refund_items: RefundItemsTable;
  refunds: RefundsTable;
  rental_prices: RentalPricesTable;
  rental_units: RentalUnitsTable;
  rentals: RentalsTable;
  room_rates: RoomRatesTable;
  room_types: RoomTypesTable;
  routes: RoutesTable;
  service_staff: ServiceStaffTable;
  services: ServicesTable;
  sessions: SessionsTable;
  staff: StaffTable;
  staff_breaks: StaffBreaksTable;
  staff_exceptions: StaffExceptionsTable;
  staff_windows: StaffWindowsTable;
  stops: StopsTable;
  task_runs: TaskRunsTable;
  tax_settings: TaxSettingsTable;
  timetable_stops: TimetableStopsTable;
  timetables: TimetablesTable;
  trips: TripsTable;
  units: UnitsTable;
  users: UsersTable;
  vehicle_seats: VehicleSeatsTable;
  vehicles: VehiclesTable;
  webhook_inbox: WebhookInboxTable;
}
