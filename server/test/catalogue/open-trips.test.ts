import { expect, test } from "vitest";
import { timetableRoutes } from "../../src/timetable/routes.ts";
import { makeBusLine } from "../harness/bus-line.ts";
import { callerOf } from "../harness/caller.ts";
import { makeMember } from "../harness/people.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { startServer } from "../http/start-server.ts";

const { db } = await createTestDatabase();
const { url } = await startServer(db, { routes: timetableRoutes() });
const { businessId, journeyId } = await makeBusLine(db, { date: "2026-12-01" });
const path = `/v1/manage/businesses/${businessId}/trips`;

test("a manager puts trips on sale, and trips that already exist are not made again", async () => {
  const manager = callerOf(url, (await makeMember(db, businessId, "manager")).token);
  const week = { journeyId, from: "2026-11-29", to: "2026-12-05" };
  expect(await manager.post(path, week)).toMatchObject({ status: 201, body: { made: 6 } });
  expect(await manager.post(path, week)).toMatchObject({ status: 201, body: { made: 0 } });
  const backwards = await manager.post(path, { ...week, to: "2026-11-28" });
  expect(backwards).toMatchObject({ status: 422, body: { errors: [{ pointer: "/to" }] } });
  const unknown = await manager.post(path, { ...week, journeyId: businessId });
  expect(unknown).toMatchObject({ status: 422, body: { errors: [{ pointer: "/journeyId" }] } });

  const staff = callerOf(url, (await makeMember(db, businessId, "staff")).token);
  expect(await staff.post(path, week)).toMatchObject({ status: 403 });
});
