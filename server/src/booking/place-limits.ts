/**
 * How many places (appointments, rental units, seats, rooms) one customer, and one address, may have without having paid for
 * them; null: no limit. An order takes all of its places, or none.
 */
export interface PlaceLimits {
  customer: number | null;
  address: number | null;
}
