import { afterAll, expect, test } from "vitest";
import { openEmbedded } from "../../src/embedded/open-embedded.ts";
import { serverUrlOf } from "../../src/db/server-login.ts";
import { connect } from "../../src/db/connection.ts";
import { createFolder, postmasterOf, serverLog, untilGone } from "../embedded/folders.ts";
import { callerOf } from "../harness/caller.ts";
import { brokenChecks } from "../races/arena.ts";
import { sendUntilAnswered, startLoad } from "./load.ts";
import { countOrdered, makeOrders } from "./orders.ts";
import { startProgram, stopProgram } from "./program.ts";

test("the embedded database is killed under load: the server waits, recovers and loses nothing", async () => {
  const dataFolder = await createFolder();
  const program = await startProgram({ HOLDFAST_DATA: dataFolder, DATABASE_URL: "" });
  const { where, db, owner } = await attach(dataFolder);
  const load = startLoad(program.origin, await makeOrders({ db, owner }));
  await load.untilAcknowledged(60);
  const killed = await postmasterOf(where);
  process.kill(killed, "SIGKILL");
  const away = await readinessThat(program.origin, (status) => status === 503);
  expect(away.headers.get("retry-after")).toMatch(/^\d+$/);
  await readinessThat(program.origin, (status) => status === 200);
  await load.untilAcknowledged(60);
  await load.stop();

  expect(await postmasterOf(where)).not.toBe(killed);
  expect(await serverLog(where)).toContain("automatic recovery in progress");
  const turnedAway = load.refused.filter(({ status }) => status === 503);
  expect(turnedAway.length).toBeGreaterThan(0);
  for (const { headers } of turnedAway) expect(headers.get("retry-after")).toMatch(/^\d+$/);

  for (const order of load.sent) {
    const { body } = await sendUntilAnswered(program.origin, order);
    expect(body).toEqual(order.acknowledged);
    const seen = await callerOf(program.origin, order.token).get(`/v1/orders/${body.id as string}`);
    expect(seen.body).toEqual(body);
  }
  const orders = load.sent.length;
  expect(await countOrdered(owner)).toEqual({ orders, bookings: 2 * orders });
  expect(await brokenChecks({ db })).toEqual([]);

  expect(await stopProgram(program)).toBe(0);
  await untilGone(where);
}, 90_000);

/** Connects to the program's embedded database, as the app and as its owner. */
async function attach(dataFolder: string) {
  const { adminUrl, where } = await openEmbedded({ dataFolder, log: () => undefined });
  const url = new URL(adminUrl);
  url.pathname = "/holdfast";
  const app = connect({ url: serverUrlOf(url.href), poolSize: 2, applicationName: "test" });
  const owner = connect({ url: url.href, poolSize: 2, role: null, applicationName: "test owner" });
  afterAll(() => Promise.all([app.end(), owner.end()]));
  return { where, db: app.db, owner: owner.db };
}

async function readinessThat(origin: string, isWanted: (status: number) => boolean) {
  for (;;) {
    const answer = await callerOf(origin).get("/readyz");
    if (isWanted(answer.status)) return answer;
  }
}
