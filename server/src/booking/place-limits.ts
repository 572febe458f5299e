/**
 * The maximum of unpaid places (appointments, rental units, seats, rooms) per customer and per address; null: no limit.
 * An order takes all of its places, or none.
 */
export interface PlaceLimits {
  customer: number | null;
  address: number | null;
}
