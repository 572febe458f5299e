import { describe, expect, test } from "vitest";
import { openBusConsole } from "./bus-console.ts";
import { pointersOf } from "./console.ts";

const { coach, edit, make, past, post } = await openBusConsole();

describe("a seat map", () => {
  test("is numbered from a layout, here a coach with 49 seats", () => {
    const labels = coach.seats.map((one: { label: string }) => one.label);
    expect(labels).toHaveLength(49);
    expect(labels.slice(0, 5)).toEqual(["1A", "1B", "1C", "1D", "2A"]);
    expect(labels.slice(-5)).toEqual(["12A", "12B", "12C", "12D", "12E"]);
    expect(coach.seats[2]).toEqual({ label: "1C", row: 1, column: 4, class: "vip" });
    expect(coach.seats.at(-3)).toEqual({ label: "12C", row: 12, column: 3, class: "standard" });
  });

  test("is drawn seat by seat, and redrawing it moves seats without changing their numbers", async () => {
    const seats = [
      { label: "VIP 1", row: 1, column: 1, class: "vip" },
      { label: "VIP 2", row: 1, column: 2, class: "vip" },
    ];
    const van = await make("vehicles", { name: "Van", seats });
    expect(van.seats).toEqual(seats);
    const swapped = [
      { ...seats[1], column: 1 },
      { ...seats[0], column: 2 },
      { label: "3", row: 2, column: 1 },
    ];
    const done = await edit("PATCH", `vehicles/${van.id}`, 1, { seats: swapped });
    expect(done.body.seats).toEqual([...swapped.slice(0, 2), { ...swapped[2], class: "standard" }]);
    const numbers = await past
      .selectFrom("vehicle_seats")
      .select(["label", "seat_no"])
      .where("vehicle_id", "=", van.id)
      .orderBy("seat_no")
      .execute();
    expect(numbers.map((row) => row.label)).toEqual(["VIP 1", "VIP 2", "3"]);
    expect((await edit("DELETE", `vehicles/${van.id}`, 2)).status).toBe(204);
  });

  test.each([
    [{ seats: [seat("1A", 1, 1), seat("1A", 1, 2)] }, ["/seats/1/label"]],
    [{ seats: [seat("1A", 1, 1), seat("1B", 1, 1)] }, ["/seats/1/column"]],
    [{ seats: [] }, ["/seats"]],
    [{}, ["/seats"]],
    [{ seats: [seat("1A", 1, 1)], layout: { rows: 1, columns: "1" } }, ["/seats"]],
    [{ layout: { rows: 61, columns: "2+2" } }, ["/layout/rows"]],
    [{ layout: { rows: 2, columns: "2+9" } }, ["/layout/columns"]],
  ])("that is inconsistent is refused: %j", async (wrong, pointers) => {
    expect(pointersOf(await post("vehicles", { name: "Wrong", ...wrong }))).toEqual(pointers);
  });
});

function seat(label: string, row: number, column: number) {
  return { label, row, column };
}
