import {
  ALTERNATIVES_MAX,
  FIELD_ERRORS_MAX,
  ITEMS_MAX,
  SEATS_MAX,
  TOUCHED_MAX,
} from "../base/limits.ts";
import { itemKinds } from "../base/item-kinds.ts";
import type { ProblemType } from "../base/problem.ts";

type Json = Record<string, unknown>;

/** More than there are rules. */
const RULES_MAX = 30;

/** The fields of every problem. */
export const problemSchema: Json = {
  type: "object",
  description: "RFC 9457 problem details",
  required: ["type", "title", "status", "detail", "requestId"],
  properties: {
    type: { type: "string", format: "uri" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    requestId: { type: "string" },
    errors: {
      type: "array",
      maxItems: FIELD_ERRORS_MAX,
      items: {
        type: "object",
        required: ["pointer", "detail"],
        properties: {
          pointer: {
            type: "string",
            description: "JSON Pointer into the body, or /query/…, /headers/…",
          },
          detail: { type: "string" },
        },
      },
    },
  },
};

/** For each item of an order: of the same day and of other days, or of the same trip and of the next ones. */
const alternatives: Json = {
  type: "array",
  maxItems: ITEMS_MAX * 2 * ALTERNATIVES_MAX,
  items: {},
  description: "The nearest offers",
};

const clash: Json = {
  type: "object",
  required: [
    "id",
    "reference",
    "itemId",
    "kind",
    "start",
    "end",
    "customerName",
    "unit",
    "reasons",
  ],
  properties: {
    id: {
      type: "string",
      format: "uuid",
      description: "The booking's id, to send in `acknowledge`",
    },
    reference: { type: "string" },
    itemId: { type: "string", format: "uuid" },
    kind: { enum: [...itemKinds] },
    start: { type: "string", format: "date-time" },
    end: { type: "string", format: "date-time" },
    customerName: { type: "string" },
    unit: {
      description: "The staff member, rental unit or seats; null for rooms",
      anyOf: [{ $ref: "#/components/schemas/Text" }, { type: "null" }],
    },
    reasons: {
      type: "array",
      maxItems: RULES_MAX,
      items: { type: "string" },
      description: "The rules it would break",
    },
    outcome: {
      enum: ["moved", "cancelled"],
      description: "When a trip's vehicle changes: what happens to the booking once acknowledged",
    },
    seats: {
      type: "array",
      maxItems: SEATS_MAX,
      description: "When a trip's vehicle changes: the seats the new vehicle does not have",
      items: {
        type: "object",
        required: ["label", "class", "to"],
        properties: {
          label: { type: "string" },
          class: { type: "string" },
          to: {
            description: "The equal free seat; null if there is none",
            anyOf: [{ type: "string" }, { type: "null" }],
          },
        },
      },
    },
  },
};

/** Returns the extra fields of one problem type. */
export function moreOf(type: ProblemType): Json {
  return more[type] ?? {};
}

const more: Partial<Record<ProblemType, Json>> = {
  "not-available": {
    reasons: {
      type: "array",
      maxItems: ITEMS_MAX * RULES_MAX,
      description: "The rules that refused",
      items: {
        type: "object",
        required: ["rule", "message"],
        properties: {
          rule: { type: "string" },
          message: { type: "string" },
          item: { type: "integer", description: "The position of the item, from 0" },
          overridable: { type: "boolean", description: "The desk may override this rule by name" },
        },
      },
    },
    alternatives,
  },
  "already-taken": { alternatives },
  "invalid-transition": {
    from: { type: "string", description: "The current status" },
    to: { type: "string", description: "The refused status" },
  },
  "insufficient-funds": { balance: { $ref: "#/components/schemas/Money" } },
  "hold-limit": {
    by: { enum: ["customer", "address"], description: "Whose places are counted" },
    limit: { type: "integer" },
    places: { type: "integer", description: "How many are held already" },
  },
  conflict: {
    bookings: {
      type: "array",
      maxItems: TOUCHED_MAX,
      description: "Sold items that the edit would break, earliest first",
      items: clash,
    },
    moreBookings: { type: "integer", description: "How many bookings `bookings` leaves out" },
    from: { type: "string", format: "date-time", description: "When it becomes possible" },
    until: {
      type: "string",
      format: "date-time",
      description: "The latest time the hold can last",
    },
  },
};
