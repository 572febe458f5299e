import type { Money } from "../base/money.ts";
import { text } from "../base/text.ts";
import type { Terms } from "../catalogue/terms.ts";
import { EVERY_DAY, riyals, SAT, THU } from "./demo-business.ts";
import type { DemoJourney, DemoOperator, DemoRoute } from "./demo-operator.ts";

/** Paid in full within a quarter of an hour; sold until ten minutes before departure. */
const terms: Partial<Terms> = {
  paymentTerms: "full",
  holdMinutes: 15,
  leadMinutes: 10,
  horizonDays: 60,
  freeCancelHours: 24,
  cancelFeePercent: 25,
  noShowFeePercent: 100,
};

/** The fare between two cities, the same in both directions, and the fare for the front rows. */
const fares: readonly [string, string, usual: Money, front: Money][] = [
  ["RUH", "BUR", riyals(90), riyals(130)],
  ["BUR", "HAS", riyals(75), riyals(105)],
  ["RUH", "HAS", riyals(150), riyals(210)],
];

function faresOf(northbound: boolean): DemoRoute["fares"] {
  return fares.flatMap(([south, north, price, front]) => {
    const segment = northbound ? { from: south, to: north } : { from: north, to: south };
    return [
      { ...segment, class: null, price },
      { ...segment, class: "business", price: front },
    ];
  });
}

/** [departs, calls at Buraydah, arrives]; past midnight counts beyond 24:00. */
function journey(
  code: string,
  calendar: string,
  [leaves, calls, goesOn, arrives]: readonly [string, string, string, string],
): DemoJourney {
  const northbound = code.startsWith("N");
  const [first, last] = northbound ? (["RUH", "HAS"] as const) : (["HAS", "RUH"] as const);
  return {
    code,
    route: northbound ? "RUH-HAS" : "HAS-RUH",
    calendar,
    headsign: northbound ? "حائل · Hail" : "الرياض · Riyadh",
    stops: [
      { stop: first, departure: leaves },
      { stop: "BUR", arrival: calls, departure: goesOn },
      { stop: last, arrival: arrives },
    ],
  };
}

/** Coaches between Riyadh, Buraydah and Hail, by day and by night. */
export const coachOperator: DemoOperator = {
  slug: "qawafil-alshamal",
  kind: "bus",
  name: text("قوافل الشمال للنقل", "Qawafil Al Shamal Coaches"),
  description: text(
    "رحلات يومية بين الرياض وبريدة وحائل بحافلات مكيفة.",
    "Daily air-conditioned coaches between Riyadh, Buraydah and Hail.",
  ),
  city: text("الرياض", "Riyadh"),
  members: [
    { phone: "+966500000014", name: "عبدالله الشمري", locale: "ar", role: "owner" },
    { phone: "+966500000026", name: "بندر الحربي", locale: "ar", role: "staff" },
  ],
  places: [],
  stops: [
    {
      code: "RUH",
      name: text("محطة الرياض، العزيزية", "Riyadh, Al Aziziyah station"),
      city: text("الرياض", "Riyadh"),
      latitude: 24.5954,
      longitude: 46.7497,
    },
    {
      code: "BUR",
      name: text("محطة بريدة المركزية", "Buraydah central station"),
      city: text("بريدة", "Buraydah"),
      latitude: 26.3592,
      longitude: 43.9818,
    },
    {
      code: "HAS",
      name: text("محطة حائل", "Hail station"),
      city: text("حائل", "Hail"),
      latitude: 27.5219,
      longitude: 41.6907,
    },
  ],
  vehicle: {
    name: "Coach 49",
    layout: {
      rows: 12,
      columns: "2+2",
      lastRowFull: true,
      classes: [{ class: "business", fromRow: 1, toRow: 3 }],
    },
  },
  calendars: [
    { code: "daily", weekdays: EVERY_DAY },
    { code: "weekend", weekdays: [THU, SAT], off: [18] },
  ],
  routes: [
    {
      code: "RUH-HAS",
      name: text("الرياض – بريدة – حائل", "Riyadh – Buraydah – Hail"),
      price: riyals(150),
      terms,
      fares: faresOf(true),
    },
    {
      code: "HAS-RUH",
      name: text("حائل – بريدة – الرياض", "Hail – Buraydah – Riyadh"),
      price: riyals(150),
      terms,
      fares: faresOf(false),
    },
  ],
  journeys: [
    journey("N1", "daily", ["07:00", "10:45", "11:00", "14:00"]),
    journey("N2", "daily", ["13:30", "17:15", "17:30", "20:30"]),
    journey("N3", "daily", ["22:30", "26:15", "26:30", "29:30"]),
    journey("N4", "weekend", ["16:00", "19:45", "20:00", "23:00"]),
    journey("S1", "daily", ["06:30", "09:30", "09:45", "13:30"]),
    journey("S2", "daily", ["14:00", "17:00", "17:15", "21:00"]),
    journey("S3", "daily", ["22:00", "25:00", "25:15", "29:00"]),
    journey("S4", "weekend", ["16:30", "19:30", "19:45", "23:30"]),
  ],
};
