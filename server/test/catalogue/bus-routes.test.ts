import { describe, expect, test } from "vitest";
import { openBusConsole } from "./bus-console.ts";
import { approve, pointersOf, sar } from "./console.ts";
import { readPages } from "../harness/pages.ts";

const operator = await openBusConsole();
const { as, businessId, edit, get, line, stopIds } = operator;
const [riyadh, buraydah] = stopIds;
await approve(operator);

describe("a route's fares", () => {
  test("are set between stops and by class", async () => {
    const fares = [
      { fromStopId: riyadh, toStopId: buraydah, class: null, price: sar(8_000) },
      { fromStopId: riyadh, toStopId: buraydah, class: "vip", price: sar(12_000) },
    ];
    const done = await edit("PUT", `routes/${line.id}/fares`, line.version, { fares });
    expect(done).toMatchObject({ status: 200 });
    const read = await get(`routes/${line.id}/fares`);
    expect(read.body.items).toEqual(fares);
    expect(read.headers.get("etag")).toBe(`"${line.version + 1}"`);
    expect(await readPages(operator.caller, `${operator.url}/routes/${line.id}/fares`)).toEqual(
      fares,
    );
    const twice = await edit("PUT", `routes/${line.id}/fares`, 2, { fares: [fares[0], fares[0]] });
    expect(pointersOf(twice)).toEqual(["/fares/1"]);
    const nowhere = [{ ...fares[0], toStopId: line.id }];
    const lost = await edit("PUT", `routes/${line.id}/fares`, 2, { fares: nowhere });
    expect(pointersOf(lost)).toEqual(["/fares/0/toStopId"]);
  });
});

test("anyone may list routes and stops without signing in", async () => {
  const path = `/v1/businesses/${businessId}`;
  const { body: routes } = await as().get(`${path}/routes`);
  expect(routes.items).toMatchObject([{ id: line.id, code: "R1", price: sar(15_000) }]);
  const { body: stops } = await as().get(`${path}/stops?limit=2`);
  expect(stops.items).toHaveLength(2);
  const { body: rest } = await as().get(`${path}/stops?cursor=${stops.nextCursor}`);
  expect(rest).toMatchObject({ items: [{}], nextCursor: null });
  const seen = [...stops.items, ...rest.items].map((one: { id: string }) => one.id);
  expect(seen.toSorted()).toEqual(stopIds.toSorted());
});
