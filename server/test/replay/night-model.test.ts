import { describe, expect, test } from "vitest";
import { NightModel } from "../../src/replay/night-model.ts";

const stay = { poolId: "a", nights: ["1", "2"] };
const long = { poolId: "a", nights: ["2", "3"] };

describe("the replay's model", () => {
  test("detects a night that is sold beyond its rooms", () => {
    const model = new NightModel(1);
    model.accepted(model.sending(stay));
    expect(model.over.size).toBe(0);
    model.accepted(model.sending(long));
    expect([...model.over]).toEqual(["a|2"]);
  });

  test("counts a room as free from the moment its cancellation is sent", () => {
    const model = new NightModel(1);
    model.accepted(model.sending(stay));
    model.cancelling(stay);
    model.accepted(model.sending(long));
    expect(model.over.size).toBe(0);
  });

  test("detects a refusal when every night certainly had a free room", () => {
    const model = new NightModel(2);
    model.accepted(model.sending(stay));
    model.full(model.sending(long));
    expect(model.unfounded).toBe(1);
  });

  test("allows a refusal while another request may have taken the last room, even one sent later", () => {
    const model = new NightModel(1);
    const refused = model.sending(stay);
    const other = model.sending(long);
    model.refused(other);
    model.full(refused);
    expect(model.unfounded).toBe(0);
  });

  test("allows a refusal while a cancellation is unanswered", () => {
    const model = new NightModel(1);
    model.accepted(model.sending(stay));
    model.cancelling(stay);
    model.full(model.sending(stay));
    expect(model.unfounded).toBe(0);
    model.cancelled(stay);
    model.full(model.sending(stay));
    expect(model.unfounded).toBe(1);
  });

  test("reports a night on which the database lost a booking or has an extra one", () => {
    const model = new NightModel(3);
    model.takenBefore("a", "2", 1);
    model.accepted(model.sending(stay));
    expect(
      model.disagreements(
        new Map([
          ["a|1", 1],
          ["a|2", 2],
        ]),
      ),
    ).toEqual([]);
    expect(
      model.disagreements(
        new Map([
          ["a|1", 1],
          ["a|2", 1],
        ]),
      ),
    ).toEqual(["a|2"]);
    expect(
      model.disagreements(
        new Map([
          ["a|1", 1],
          ["a|2", 2],
          ["b|2", 1],
        ]),
      ),
    ).toEqual(["b|2"]);
  });

  test("accepts either outcome of a request that was never answered", () => {
    const model = new NightModel(3);
    model.sending(stay);
    expect(model.disagreements(new Map())).toEqual([]);
    expect(
      model.disagreements(
        new Map([
          ["a|1", 1],
          ["a|2", 1],
        ]),
      ),
    ).toEqual([]);
    expect(model.disagreements(new Map([["a|1", 2]]))).toEqual(["a|1"]);
  });
});
