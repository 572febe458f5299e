import { instantText, systemClock, type Clock } from "../base/time.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { loadCatalogue, type AnyBusiness, type Catalogue } from "./catalogue.ts";
import { comingStories, heldStories, pastStories } from "./customer-stories.ts";
import { demoDay, type DemoDay } from "./demo-day.ts";
import { dropOldNews } from "./drop-old-news.ts";
import { giveMoney } from "./give-money.ts";
import { hotelDemand } from "./hotel-demand.ts";
import { operatorDemand } from "./operator-demand.ts";
import type { Person } from "./people.ts";
import { playStories } from "./play-stories.ts";
import { salonDemand } from "./salon-demand.ts";
import type { Scene } from "./scene.ts";
import { setScene } from "./set-scene.ts";
import type { Story } from "./story.ts";
import { venueDemand } from "./venue-demand.ts";

/**
 * Fills an empty database with the demo: businesses, people and a month of bookings, through the same commands and
 * engine as everybody's. On the same day it is identical on every machine, including ids.
 *
 * @param log gets a line for each part when it is done
 * @returns false, having done nothing, when any business exists
 */
export async function seedDemo(
  db: Db,
  log: (line: string) => void,
  clock: Clock = systemClock,
): Promise<boolean> {
  const now = clock.now();
  const platform: Context = { scope: "platform", actor: "system:demo", now: instantText(now) };
  // One transaction: a start that is cut off leaves nothing, and the next one finds an empty database.
  return inTransaction(db, platform, async (tx) => {
    const day = demoDay(now);
    const catalogue = await loadCatalogue(tx, day);
    if (!catalogue) return false;
    log(`demo: ${catalogue.stages.length} businesses and ${catalogue.people.size} people`);
    await playAll(tx, catalogue, { day, now, log });
    await setScene(tx, platform);
    await giveMoney(tx, catalogue.people, now);
    await dropOldNews(tx);
    return true;
  });
}

async function playAll(
  tx: Tx,
  catalogue: Catalogue,
  { day, now, log }: { day: DemoDay; now: number; log: (line: string) => void },
): Promise<void> {
  const { people, stages } = catalogue;
  const owners = new Map(stages.map(({ scene }) => [scene.businessId, scene.ownerId]));
  const play = (stories: readonly Story[]) =>
    playStories(tx, stories, day.midnight, (businessId) => owners.get(businessId)!);
  // First the stories that need their exact time, then those that take what is left.
  await play(comingStories(catalogue, day));
  const past = pastStories(catalogue, day);
  for (const { business, scene } of stages.filter((one) => !one.business.standing)) {
    const own = past.get(business.slug);
    const demand = demandOf(scene, business, people);
    const made = await play(own ? [own, ...demand] : demand);
    log(`demo: ${made} bookings at ${business.name.en}`);
  }
  await play(heldStories(catalogue, day, now));
}

function demandOf(
  scene: Scene,
  business: AnyBusiness,
  people: ReadonlyMap<string, Person>,
): Story[] {
  if (business.kind === "salon") return salonDemand(scene, business, people);
  if (business.kind === "venue") return venueDemand(scene, business, people);
  if (business.kind === "bus") return operatorDemand(scene, business, people);
  return hotelDemand(scene, business, people);
}
