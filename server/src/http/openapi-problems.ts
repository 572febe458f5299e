import { problems, type ProblemType } from "../base/problem.ts";
import type { Route } from "./route.ts";

type Json = Record<string, unknown>;

/** Every problem the frame or the route may answer, by status. */
export function refusalsOf(route: Route): Json {
  const byStatus = Map.groupBy(new Set(problemsOf(route)), (type) => problems[type].status);
  if (byStatus.has(422)) byStatus.set(400, [...(byStatus.get(400) ?? []), "invalid-request"]);
  return Object.fromEntries(
    [...byStatus].map(([status, types]) => [
      status,
      {
        description: types.map((type) => `${type}: ${problems[type].title.en}`).join("; "),
        content: {
          "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
        },
      },
    ]),
  );
}

function problemsOf(route: Route): ProblemType[] {
  const { access, method } = route;
  const usual: [boolean, ProblemType[]][] = [
    [true, ["unauthenticated", "too-many-requests", "internal", "unavailable", "invalid-request"]],
    [access.who !== "anyone", ["forbidden"]],
    [route.params !== undefined, ["not-found"]],
    [method !== "GET", ["too-large", "unsupported-media-type"]],
    [method === "POST", ["idempotency-key-reused", "idempotency-in-progress"]],
    [route.idempotency === "required", ["idempotency-key-missing"]],
    [route.ifMatch !== undefined, ["precondition-failed"]],
    [route.ifMatch === true, ["precondition-required"]],
  ];
  return [
    ...usual.flatMap(([applies, types]) => (applies ? types : [])),
    ...(route.problems ?? []),
  ];
}

/** The one shape of every problem. */
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
    reasons: {
      type: "array",
      description: "not-available: the rules that refused",
      items: {
        type: "object",
        required: ["rule", "message"],
        properties: { rule: { type: "string" }, message: { type: "string" } },
      },
    },
    alternatives: { type: "array", items: {}, description: "The nearest offers" },
    bookings: {
      type: "array",
      description: "conflict: sold items that the edit would break, earliest first",
      items: {
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
          id: { type: "string", format: "uuid", description: "The booking, for `acknowledge`" },
          reference: { type: "string" },
          itemId: { type: "string", format: "uuid" },
          kind: { enum: ["appointment", "rental", "seat", "stay"] },
          start: { type: "string", format: "date-time" },
          end: { type: "string", format: "date-time" },
          customerName: { type: "string" },
          unit: {
            description: "The staff member, rental unit or seats; null for rooms",
            anyOf: [
              {
                type: "object",
                required: ["ar", "en"],
                properties: { ar: { type: "string" }, en: { type: "string" } },
              },
              { type: "null" },
            ],
          },
          reasons: {
            type: "array",
            items: { type: "string" },
            description: "The rules it would break",
          },
          outcome: {
            enum: ["moved", "cancelled"],
            description:
              "Another vehicle for a trip: what is done to the booking once it is acknowledged",
          },
          seats: {
            type: "array",
            description: "Another vehicle for a trip: the seats it does not have",
            items: {
              type: "object",
              required: ["label", "class", "to"],
              properties: {
                label: { type: "string" },
                class: { type: "string" },
                to: {
                  description: "The equal seat that is free; null: there is none",
                  anyOf: [{ type: "string" }, { type: "null" }],
                },
              },
            },
          },
        },
      },
    },
    moreBookings: {
      type: "integer",
      description: "conflict: how many bookings `bookings` leaves out",
    },
    from: { type: "string", description: "invalid-transition: the status it has" },
    to: { type: "string", description: "invalid-transition: the status it cannot take" },
  },
};
