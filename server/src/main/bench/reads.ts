import { addDays } from "../../base/time.ts";
import { generate, HttpClient, type Load } from "./load.ts";
import type { World } from "./world.ts";

/** The three searches whose duration must not depend on the number of bookings. */
export interface Reads {
  slots: Load;
  seatMap: Load;
  staySearch: Load;
}

/** Measures one request at a time: the search, not the queue before it. */
export async function measureReads(origin: string, world: World, times: number): Promise<Reads> {
  const client = new HttpClient(origin, 1);
  const { serviceId, staffIds, tripId, monday } = world;
  const measure = async (path: (n: number) => string) => {
    const call = async (n: number) => {
      const { status, text } = await client.send("GET", path(n));
      if (status !== 200) throw new Error(`${path(n)} answered ${status}: ${text.slice(0, 300)}`);
      return status;
    };
    await generate(Math.min(50, times), 1, call);
    return generate(times, 1, call);
  };
  const last = addDays(monday, 29);
  try {
    return {
      slots: await measure(
        (n) =>
          `/v1/services/${serviceId}/slots?from=${monday}&to=${last}&staffId=${staffIds[n % staffIds.length]}`,
      ),
      seatMap: await measure(() => `/v1/trips/${tripId}/seats`),
      staySearch: await measure((n) => {
        const arrival = addDays(monday, n % 60);
        return `/v1/stays?city=Makkah&checkIn=${arrival}&checkOut=${addDays(arrival, 3)}&guests=2&rooms=1`;
      }),
    };
  } finally {
    client.close();
  }
}
