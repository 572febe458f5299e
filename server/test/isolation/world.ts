import { decide, kinds, makeEstate, type Estate } from "./estate.ts";
import { makePerson, type Person } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";

export interface World {
  app: Awaited<ReturnType<typeof openApp>>;
  admin: Person;
  /** Whom everybody else tries to reach. */
  ours: Estate;
  /** Who tries. */
  theirs: Estate;
  /** Whose businesses were approved once and are suspended: nobody outside may see anything of them. */
  hidden: Estate;
}

function openApp() {
  return startTestApp({ clock: standingClock() });
}

/** Three estates on one app. The clock stands at half past nine UTC, when the first bookings have begun. */
export async function openWorld(): Promise<World> {
  const app = await openApp();
  const admin = await makePerson(app.db, { admin: true });
  const ours = await makeEstate(app, admin, "Amber");
  const theirs = await makeEstate(app, admin, "Basalt");
  const hidden = await makeEstate(app, admin, "Cobalt");
  for (const kind of kinds) await decide(hidden, hidden[kind].businessId, "suspension");
  app.clock.set("2026-11-21T09:30:00Z");
  return { app, admin, ours, theirs, hidden };
}
