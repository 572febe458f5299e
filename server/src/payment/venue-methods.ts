/** Ways in which a venue takes money itself. */
export const venueMethods = ["cash", "card-terminal", "transfer"] as const;
export type VenueMethod = (typeof venueMethods)[number];

/** Whether that is a way in which a venue takes money itself. */
export function isVenueMethod(kind: string): kind is VenueMethod {
  return (venueMethods as readonly string[]).includes(kind);
}
