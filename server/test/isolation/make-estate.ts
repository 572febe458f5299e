import { makePerson, type Person } from "../harness/people.ts";
import {
  decide,
  kinds,
  make,
  openBusiness,
  send,
  type Estate,
  type TimedApp,
  type Trade,
} from "./estate.ts";
import { fillBus, fillHotel, fillSalon, fillVenue } from "./fill-estate.ts";
import { fillMoney } from "./fill-money.ts";
import type { Kind } from "./wares.ts";

/** Builds an estate over the API, with every business approved. */
export async function makeEstate(app: TimedApp, admin: Person, mark: string): Promise<Estate> {
  const people = { owner: "", manager: "", staff: "", former: "", customer: "" };
  const estate = { mark, app, admin } as unknown as Estate;
  for (const role of Object.keys(people) as (keyof typeof people)[]) {
    estate[role] = await makePerson(app.db);
    await send(estate, "PATCH", "/v1/me", { name: `${mark} ${role}` }, { by: estate[role] });
  }
  for (const kind of kinds) estate[kind] = (await openTrade(estate, kind)) as never;
  await fillSalon(estate);
  await fillVenue(estate);
  await fillBus(estate);
  await fillHotel(estate);
  await fillMoney(estate);
  return estate;
}

async function openTrade(estate: Estate, kind: Kind): Promise<Trade> {
  const businessId = await openBusiness(estate, kind);
  await decide(estate, businessId, "approval");
  estate[kind] = { businessId } as never;
  const location = await make(estate, "locations", { of: kind });
  return { businessId, locationId: location.id };
}
