import { describe, expect, test } from "vitest";
import { openConsole, pointersOf, riyadh } from "../catalogue/console.ts";

const shop = await openConsole("salon");
const { caller, edit, get, make, post, url } = shop;
const branch = await make("locations", riyadh);
const path = `locations/${branch.id}`;

async function put(name: string, list: object[]) {
  const { body } = await get(path);
  return edit("PUT", `${path}/${name}`, body.version, { [name]: list });
}

describe("a location", () => {
  test("is created with default times, or with its own timezone and check-in time", async () => {
    expect(branch).toMatchObject({
      ...riyadh,
      timezone: "Asia/Riyadh",
      checkIn: "15:00",
      checkOut: "12:00",
      hours: [],
      active: true,
    });
    const made = await post("locations", { ...riyadh, timezone: "Africa/Cairo", checkIn: "14:30" });
    expect(made.body).toMatchObject({ timezone: "Africa/Cairo", checkIn: "14:30" });
    expect(made.headers.get("location")).toBe(`${url}/locations/${made.body.id}`);
    expect((await get("locations?limit=1")).body.nextCursor).not.toBeNull();
  });

  test.each([
    [{ timezone: "Mars/Olympus" }, ["/timezone"]],
    [{ timezone: "+03:00" }, ["/timezone"]],
    [{ latitude: 91, longitude: 0 }, ["/latitude"]],
    [{ latitude: 24, longitude: null }, ["/longitude"]],
    [{ name: { ar: "", en: "x".repeat(201) } }, ["/name/ar", "/name/en"]],
    [{ checkIn: "25:00" }, ["/checkIn"]],
    [{ colour: "red" }, ["/colour"]],
  ])("is refused with %j", async (wrong, pointers) => {
    const answer = await post("locations", { ...riyadh, ...wrong });
    expect(answer.status).toBe(422);
    expect(pointersOf(answer)).toEqual(pointers);
  });

  test("can be deleted under its current version while nothing depends on it", async () => {
    const spare = await make("locations", riyadh);
    expect((await edit("DELETE", `locations/${spare.id}`, spare.version + 1)).status).toBe(412);
    expect((await caller.send("DELETE", `${url}/locations/${spare.id}`)).status).toBe(428);
    expect((await edit("DELETE", `locations/${spare.id}`, spare.version)).status).toBe(204);
    expect((await get(`locations/${spare.id}`)).status).toBe(404);
    expect((await edit("DELETE", `locations/${spare.id}`, spare.version)).status).toBe(404);
  });
});

describe("opening hours", () => {
  test("cover a whole week and may run past midnight", async () => {
    const hours = [
      { weekday: 1, start: "09:00", end: "12:00" },
      { weekday: 1, start: "12:00", end: "24:00" },
      { weekday: 4, start: "22:00", end: "02:00" },
      { weekday: 5, start: "02:00", end: "02:00" },
      { weekday: 7, start: "23:30", end: "00:30" },
    ];
    const done = await put("hours", hours);
    expect(done.body.hours).toEqual(hours);
    expect(done.headers.get("etag")).toBe(`"${done.body.version}"`);
    expect((await put("hours", [])).body.hours).toEqual([]);
  });

  test.each([
    ["on one day", [at(1, "09:00", "12:00"), at(1, "11:59", "13:00")], ["/hours/1"]],
    ["over midnight", [at(2, "00:30", "03:00"), at(1, "22:00", "01:00")], ["/hours/1"]],
    ["from Sunday into Monday", [at(1, "00:00", "08:00"), at(7, "20:00", "00:01")], ["/hours/1"]],
    ["the same hours twice", [at(3, "09:00", "10:00"), at(3, "09:00", "10:00")], ["/hours/1"]],
    ["a weekday that does not exist", [at(8, "09:00", "10:00")], ["/hours/0/weekday"]],
    ["times that do not exist", [at(1, "24:00", "9:00")], ["/hours/0/start", "/hours/0/end"]],
  ])("are refused when they overlap or are invalid: %s", async (_, hours, pointers) => {
    const answer = await put("hours", hours);
    expect(answer.status).toBe(422);
    expect(pointersOf(answer).toSorted()).toEqual(pointers.toSorted());
    expect((await get(path)).body.hours).toEqual([]);
  });

  test("accept only one of two edits of the same version", async () => {
    const { body } = await get(path);
    const both = await Promise.all(
      ["08:00", "10:00"].map((start) =>
        edit("PUT", `${path}/hours`, body.version, { hours: [at(1, start, "18:00")] }),
      ),
    );
    const statuses = both.map((answer) => answer.status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, 412]);
  });
});

test("a holiday must be a valid date and may be listed only once", async () => {
  const days = [
    { date: "2026-09-23", name: "اليوم الوطني" },
    { date: "2027-02-22", name: "" },
  ];
  expect((await put("holidays", days)).body.holidays).toEqual(days);
  const twice = await put("holidays", [{ date: "2026-09-23" }, { date: "2026-09-23" }]);
  expect(pointersOf(twice)).toEqual(["/holidays/1/date"]);
  const none = await put("holidays", [{ date: "2026-02-30" }]);
  expect(pointersOf(none)).toEqual(["/holidays/0/date"]);
});

function at(weekday: number, start: string, end: string) {
  return { weekday, start, end };
}
