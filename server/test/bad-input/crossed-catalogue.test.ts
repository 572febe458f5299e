import { describe, test } from "vitest";
import { make } from "../isolation/estate.ts";
import { sar, wares, type Ware } from "../isolation/wares.ts";
import { openWorld } from "../isolation/world.ts";
import { expectSaid, invalid } from "./said.ts";

/** Requests of a business whose fields are each valid but wrong together. */

const { app, ours, theirs } = await openWorld();
const owner = app.as(ours.owner.token);
const [first, middle, last] = ours.bus.stopIds;
const at = (time: string) => `2026-12-01T${time}:00+03:00`;

/** One change to a valid body and the expected refusal. */
type Crossed = [ware: Ware, name: string, change: (body: never) => object, expected: unknown[]];

const crossed: Crossed[] = [
  [
    "locations",
    "a latitude without a longitude",
    () => ({ longitude: null }),
    [...invalid, "/longitude"],
  ],
  [
    "locations",
    "an unknown time zone",
    () => ({ timezone: "Asia/Atlantis" }),
    [...invalid, "/timezone"],
  ],
  [
    "services",
    "a duplicate staff member",
    () => ({ staffIds: [ours.salon.staffIds[0], ours.salon.staffIds[0]] }),
    [...invalid, "/staffIds/1"],
  ],
  [
    "services",
    "a deposit of zero percent",
    () => ({ terms: { paymentTerms: "deposit", depositPercent: 0 } }),
    [...invalid, "/terms/depositPercent"],
  ],
  [
    "services",
    "both a percentage fee and a fixed fee",
    () => ({ terms: { cancelFeePercent: 10, cancelFee: sar(100) } }),
    [...invalid, "/terms/cancelFee"],
  ],
  [
    "services",
    "another currency",
    () => ({ price: { amount: 1, currency: "USD" } }),
    [...invalid, "/price/currency"],
  ],
  [
    "staff",
    "a user who is not a member",
    () => ({ userId: theirs.owner.id }),
    [...invalid, "/userId"],
  ],
  [
    "rentals",
    "a duplicate duration",
    () => ({ durationsMinutes: [60, 60] }),
    [...invalid, "/durationsMinutes/1"],
  ],
  [
    "vehicles",
    "both a layout and seats",
    () => ({ seats: [{ label: "1", row: 1, column: 1 }] }),
    [...invalid, "/seats"],
  ],
  [
    "vehicles",
    "two seats with the same label",
    () => ({
      layout: undefined,
      seats: [
        { label: "1", row: 1, column: 1 },
        { label: "1", row: 1, column: 2 },
      ],
    }),
    [...invalid, "/seats/1/label"],
  ],
  [
    "vehicles",
    "two seats in one place",
    () => ({
      layout: undefined,
      seats: [
        { label: "1", row: 1, column: 1 },
        { label: "2", row: 1, column: 1 },
      ],
    }),
    [...invalid, "/seats/1/column"],
  ],
  [
    "calendars",
    "an end before its start",
    () => ({ endsOn: "2026-10-01" }),
    [...invalid, "/endsOn"],
  ],
  [
    "journeys",
    "an arrival before the previous departure",
    ({ stops }: { stops: object[] }) => ({
      stops: [stops[0], { stopId: middle, arrival: "07:00" }, stops[2]],
    }),
    [...invalid, "/stops/1/arrival"],
  ],
  [
    "journeys",
    "a stop without a time",
    ({ stops }: { stops: object[] }) => ({ stops: [stops[0], { stopId: middle }, stops[2]] }),
    [...invalid, "/stops/1/arrival"],
  ],
  [
    "journeys",
    "headways that end before they start",
    () => ({ frequencies: [{ start: "10:00", end: "09:00", headwaySeconds: 600 }] }),
    [...invalid, "/frequencies/0/end"],
  ],
];

describe.each(crossed)("rejects %s", (ware, name, change, expected) => {
  test(`with ${name}`, async () => {
    const body = { ...wares[ware](ours), ...change(wares[ware](ours) as never) };
    const url = `/v1/manage/businesses/${ours[tradeOf(ware)].businessId}/${ware}`;
    await expectSaid(app.owner, () => owner.post(url, body), expected);
  });
});

function tradeOf(ware: Ware) {
  return ware === "locations" || ware === "services" || ware === "staff"
    ? "salon"
    : ware === "rentals"
      ? "venue"
      : "bus";
}

const night = (from: string, to: string) => ({ from, to, price: sar(1) });
const week = (start: string, end: string, weekday = 1) => ({ weekday, start, end });
const legs = (from: string, to: string) => ({ fromStopId: from, toStopId: to, price: sar(1) });

const collections: [ware: Ware, name: string, items: object[], expected: unknown[]][] = [
  [
    "locations",
    "hours",
    [week("09:00", "17:00"), week("16:00", "18:00")],
    [...invalid, "/hours/1"],
  ],
  [
    "locations",
    "hours",
    [week("22:00", "02:00"), week("01:00", "03:00", 2)],
    [...invalid, "/hours/1"],
  ],
  [
    "locations",
    "holidays",
    [{ date: "2027-01-01" }, { date: "2027-01-01" }],
    [...invalid, "/holidays/1/date"],
  ],
  [
    "staff",
    "windows",
    [week("09:00", "17:00"), week("09:00", "18:00")],
    [...invalid, "/windows/1"],
  ],
  ["staff", "breaks", [week("09:00", "17:00"), week("09:00", "18:00")], [...invalid, "/breaks/1"]],
  [
    "rentals",
    "prices",
    [week("09:00", "17:00"), week("16:00", "18:00")].map((one) => ({
      ...one,
      pricePerHour: sar(1),
    })),
    [...invalid, "/prices/1"],
  ],
  ["routes", "fares", [legs(first, last), legs(first, last)], [...invalid, "/fares/1"]],
  [
    "calendars",
    "dates",
    [
      { date: "2026-12-01", runs: true },
      { date: "2026-12-01", runs: false },
    ],
    [...invalid, "/dates/1/date"],
  ],
  ["roomTypes", "rates", [night("2026-12-02", "2026-12-01")], [...invalid, "/rates/0/to"]],
];

describe.each(collections)("rejects %s with invalid %s", (ware, name, items, expected) => {
  test(`when they are ${JSON.stringify(items)}`, async () => {
    const of = ware === "roomTypes" ? "hotel" : tradeOf(ware);
    const { id, version } = await make(ours, ware);
    const url = `/v1/manage/businesses/${ours[of].businessId}/${ware}/${id}/${name}`;
    const headers = { "if-match": `"${version}"` };
    await expectSaid(app.owner, () => owner.send("PUT", url, { [name]: items }, headers), expected);
  });
});

const manageUrl = (kind: "salon" | "bus" | "hotel", path: string) =>
  `/v1/manage/businesses/${ours[kind].businessId}/${path}`;

const reads: [path: string, expected: unknown[]][] = [
  [
    `/v1/services/${ours.salon.serviceId}/slots?from=2026-12-02&to=2026-12-01`,
    [...invalid, "/query/to"],
  ],
  [
    `/v1/services/${ours.salon.serviceId}/slots?from=2026-12-01&to=2027-12-01`,
    [...invalid, "/query/to"],
  ],
  [
    `/v1/rentals/${ours.venue.rentalId}/slots?from=2026-12-01&to=2026-12-02&minutes=45`,
    [...invalid, "/query/minutes"],
  ],
  [`/v1/trips/${ours.bus.tripId}/seats?from=${last}&to=${first}`, [...invalid, "/query/to"]],
  ["/v1/stays?checkIn=2026-12-02&checkOut=2026-12-01", [...invalid, "/query/checkOut"]],
  ["/v1/stays?checkIn=2026-12-02&checkOut=2027-12-01", [...invalid, "/query/checkOut"]],
  ["/v1/businesses?near=91,0", [...invalid, "/query/near"]],
];

test.each(reads)("rejects GET %s", async (path, expected) => {
  await expectSaid(app.owner, () => app.as().get(path), expected);
});

const commands: [method: string, path: string, body: object, expected: unknown[]][] = [
  [
    "POST",
    manageUrl("salon", `staff/${ours.salon.staffIds[0]}/exceptions`),
    { kind: "off", start: at("11:00"), end: at("10:00") },
    [...invalid, "/end"],
  ],
  [
    "POST",
    manageUrl("bus", "trips"),
    { journeyId: ours.bus.journeyId, from: "2026-12-02", to: "2026-12-01" },
    [...invalid, "/to"],
  ],
  ["POST", manageUrl("salon", "members"), { role: "staff" }, [...invalid, "/phone"]],
  ["POST", manageUrl("salon", "members"), { role: "staff", phone: "+1" }, [...invalid, "/phone"]],
  ["POST", manageUrl("salon", "apiKeys"), { name: "key", scopes: [] }, [...invalid, "/scopes"]],
  ["POST", "/v1/auth/otp", { phone: "12" }, [...invalid, "/phone"]],
  [
    "POST",
    "/v1/auth/otp/verify",
    { phone: "+966500000199", code: "000000" },
    [...invalid, "/code"],
  ],
];

test.each(commands)("rejects %s %s with %j", async (_method, path, body, expected) => {
  await expectSaid(app.owner, () => owner.post(path, body), expected);
});
