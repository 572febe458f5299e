/** How many unpaid holds one customer, and one address, may have at once; null: no limit. */
export interface HoldLimits {
  customer: number | null;
  address: number | null;
}

/** A family's trip is a bus, a hotel and a few seats; ten holds at once is already somebody hoarding. */
export const usualHoldLimits: HoldLimits = { customer: 10, address: 40 };
