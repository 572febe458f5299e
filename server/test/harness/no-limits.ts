/** Nothing in a test comes from more than one address, so the limits by address are off. */
export const noLimits = { rates: false, places: { customer: null, address: null } } as const;
