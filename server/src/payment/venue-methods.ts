/** The methods by which a venue takes money itself. */
export const venueMethods = ["cash", "card-terminal", "transfer"] as const;
export type VenueMethod = (typeof venueMethods)[number];

/** Tells whether a venue takes money itself by this method. */
export function isVenueMethod(kind: string): kind is VenueMethod {
  return (venueMethods as readonly string[]).includes(kind);
}
