import { describe, expect, test } from "vitest";
import { openBusConsole } from "./bus-console.ts";
import { pointersOf } from "./console.ts";

const { edit, line, make, night, past, post, stopIds, timetable } = await openBusConsole();
const [riyadh, buraydah, hail] = stopIds;

describe("a journey", () => {
  test("may run past midnight, and needs only an arrival or a departure at each stop", () => {
    expect(night.stops).toMatchObject([
      { arrival: "21:00", departure: "21:00", boards: true, alights: true },
      { arrival: "24:30", departure: "24:45" },
      { arrival: "27:30:30", departure: "27:30:30" },
    ]);
  });

  test.each([
    [{ stops: [call("09:00"), call("08:59")] }, ["/stops/1/arrival"]],
    [{ stops: [call("09:00", "08:00"), call("10:00")] }, ["/stops/0/departure"]],
    [{ stops: [call("09:00"), { stopId: hail }] }, ["/stops/1/arrival"]],
    [{ stops: [call("09:00")] }, ["/stops"]],
    [{ stops: [call("168:00"), call("9:60")] }, ["/stops/0/arrival", "/stops/1/arrival"]],
    [{ stops: [call("09:00"), { ...call("10:00"), stopId: line.id }] }, ["/stops/1/stopId"]],
    [{ calendarId: line.id }, ["/calendarId"]],
    [{ vehicleId: line.id }, ["/vehicleId"]],
    [{ timezone: "Riyadh" }, ["/timezone"]],
    [{ frequencies: [headway("10:00", "10:00")] }, ["/frequencies/0/end"]],
    [
      { frequencies: [headway("10:00", "11:00"), headway("10:00", "12:00")] },
      ["/frequencies/1/start"],
    ],
  ])("with invalid stops, references or headways is refused: %j", async (wrong, pointers) => {
    const answer = await post("journeys", { ...timetable, code: "wrong", ...wrong });
    expect(answer).toMatchObject({ status: 422 });
    expect(pointersOf(answer)).toEqual(pointers);
  });

  test("that calls at three stops in the same minute still has three distinct seat boundaries", async () => {
    const local = await make("journeys", {
      ...timetable,
      code: "local",
      stops: [
        call("09:00"),
        { ...call("09:00"), stopId: buraydah },
        { ...call("09:00"), stopId: hail },
      ],
    });
    const rows = await past
      .selectFrom("timetable_stops as s")
      .innerJoin("timetables as y", "y.id", "s.timetable_id")
      .select("boundary_seconds")
      .where("y.journey_id", "=", local.id)
      .orderBy("position")
      .execute();
    expect(rows.map((row) => row.boundary_seconds)).toEqual([32_400, 32_401, 32_402]);
    expect((await edit("DELETE", `journeys/${local.id}`, local.version)).status).toBe(204);
  });
});

function call(arrival: string, departure?: string) {
  return { stopId: riyadh, arrival, ...(departure && { departure }) };
}

function headway(start: string, end: string) {
  return { start, end, headwaySeconds: 600 };
}
