/** All requests of a test come from one address, so the limits by address are off. */
export const noLimits = { rates: false, places: { customer: null, address: null } } as const;
