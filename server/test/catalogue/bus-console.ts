import { openConsole, sar } from "./console.ts";

/** Opens the console of an operator with a coach, three stops, a route and a journey every night except Fridays. */
export async function openBusConsole() {
  const operator = await openConsole("bus");
  const { make } = operator;
  const coach = await make("vehicles", {
    name: "Coach 49",
    layout: {
      rows: 12,
      columns: "2+2",
      lastRowFull: true,
      classes: [{ class: "vip", fromRow: 1, toRow: 2 }],
    },
  });
  const stopIds: string[] = [];
  for (const [ar, en] of [
    ["الرياض", "Riyadh"],
    ["بريدة", "Buraydah"],
    ["حائل", "Hail"],
  ] as const) {
    const name = { ar, en };
    const stop = await make("stops", { code: en, name, city: name, timezone: "Asia/Riyadh" });
    stopIds.push(stop.id);
  }
  const [riyadh, buraydah, hail] = stopIds as [string, string, string];
  const line = await make("routes", {
    code: "R1",
    name: { ar: "الرياض – حائل", en: "Riyadh – Hail" },
    price: sar(15_000),
  });
  const daily = await make("calendars", {
    code: "no-fridays",
    weekdays: [1, 2, 3, 4, 6, 7],
    startsOn: "2026-11-01",
    endsOn: "2027-01-31",
  });
  const timetable = {
    routeId: line.id,
    calendarId: daily.id,
    vehicleId: coach.id,
    code: "night",
    timezone: "Asia/Riyadh",
    stops: [
      { stopId: riyadh, departure: "21:00" },
      { stopId: buraydah, arrival: "24:30", departure: "24:45" },
      { stopId: hail, arrival: "27:30:30" },
    ],
  };
  const night = await make("journeys", timetable);
  return {
    ...operator,
    coach,
    stopIds: [riyadh, buraydah, hail] as const,
    line,
    daily,
    timetable,
    night,
  };
}
