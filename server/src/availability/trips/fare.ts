import type { Route, Segment, TripStop } from "./trip.ts";

/**
 * The price of one seat of a class, minor units: the fare between the two stops for the class, or for any class; else
 * the sum of the stop-to-stop fares, if every leg has one; else the route's price.
 */
export function fareMinor(
  route: Pick<Route, "fares" | "priceMinor">,
  stops: readonly TripStop[],
  { from, to }: Segment,
  seatClass: string,
): number {
  const between = (fromId: string, toId: string) => {
    const fares = route.fares.filter((fare) => fare.from === fromId && fare.to === toId);
    const fare =
      fares.find((one) => one.class === seatClass) ?? fares.find((one) => one.class === "");
    return fare?.priceMinor;
  };
  const whole = between(from.id, to.id);
  if (whole !== undefined) return whole;
  const way = stops.filter(
    (stop) => stop.position >= from.position && stop.position <= to.position,
  );
  let sum = 0;
  for (const [index, stop] of way.slice(1).entries()) {
    const leg = between((way[index] as TripStop).id, stop.id);
    if (leg === undefined) return route.priceMinor;
    sum += leg;
  }
  return sum;
}
