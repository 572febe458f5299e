import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import { coachOperator } from "./coach-operator.ts";
import { draftVenue } from "./draft-venue.ts";
import type { DemoDay } from "./demo-day.ts";
import type { DemoHotel } from "./demo-hotel.ts";
import type { DemoOperator } from "./demo-operator.ts";
import type { DemoSalon } from "./demo-salon.ts";
import type { DemoVenue } from "./demo-venue.ts";
import { hailLodge } from "./hail-lodge.ts";
import { jeddahBarber } from "./jeddah-barber.ts";
import { jeddahHotel } from "./jeddah-hotel.ts";
import { jeddahSpa } from "./jeddah-spa.ts";
import { loadBusiness } from "./load-business.ts";
import { loadHotel } from "./load-hotel.ts";
import { loadOperator } from "./load-operator.ts";
import { loadSalon } from "./load-salon.ts";
import { loadVenue } from "./load-venue.ts";
import { admin, appoint, createPeople, crowd, customer, type Person } from "./people.ts";
import { riyadhHotel } from "./riyadh-hotel.ts";
import { riyadhSalon } from "./riyadh-salon.ts";
import { openScene, type Scene } from "./scene.ts";
import { simulatorVenue } from "./simulator-venue.ts";
import { submittedSalon } from "./submitted-salon.ts";

export type AnyBusiness = DemoSalon | DemoVenue | DemoOperator | DemoHotel;

const businesses: readonly AnyBusiness[] = [
  riyadhSalon,
  jeddahBarber,
  jeddahSpa,
  simulatorVenue,
  coachOperator,
  riyadhHotel,
  jeddahHotel,
  hailLodge,
  submittedSalon,
  draftVenue,
];

/** The people and businesses of the demo. */
export interface Catalogue {
  /** By phone number. */
  people: ReadonlyMap<string, Person>;
  stages: readonly { business: AnyBusiness; scene: Scene }[];
}

const FIRST_SEEN_DAY = -80;
/** An advisory lock number that nothing else uses. */
const LOCK = "holdfast demo";

/**
 * Creates the people and the businesses. Two processes that start at once create them once.
 *
 * @returns undefined, having done nothing, when any business exists
 */
export async function loadCatalogue(tx: Tx, day: DemoDay): Promise<Catalogue | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${LOCK}, 0))`.execute(tx);
  const found = await tx.selectFrom("businesses").select("id").limit(1).executeTakeFirst();
  if (found) return undefined;
  const everybody = [admin, customer, ...businesses.flatMap(({ members }) => members), ...crowd];
  const people = await createPeople(tx, everybody, day.at(FIRST_SEEN_DAY, 0));
  await appoint(tx, people.get(admin.phone)!);
  const stages = businesses.map((business, place) => {
    const ownerId = people.get(business.members[0]!.phone)!.id;
    return { business, scene: openScene(day, business, { place, ownerId }) };
  });
  const cast = { people, adminId: people.get(admin.phone)!.id };
  for (const { business, scene } of stages) {
    await loadBusiness(tx, scene, business, cast, () => loadTrade(tx, scene, business, people));
  }
  return { people, stages };
}

function loadTrade(
  tx: Tx,
  scene: Scene,
  business: AnyBusiness,
  people: ReadonlyMap<string, Person>,
): Promise<void> {
  if (business.kind === "salon") return loadSalon(tx, scene, business, people);
  if (business.kind === "venue") return loadVenue(tx, scene, business);
  if (business.kind === "bus") return loadOperator(tx, scene, business);
  return loadHotel(tx, scene, business);
}
