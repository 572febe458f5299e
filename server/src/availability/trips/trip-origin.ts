/**
 * The instant a trip's seconds count from, RFC 3339 in UTC: noon of its service date minus 12 hours. That is
 * midnight, except on days with a clock change, where counting from midnight would put every departure after the
 * change an hour off.
 *
 * @param serviceDate "YYYY-MM-DD"
 * @param timezone IANA name
 * @throws RangeError when either is invalid
 * @see https://gtfs.org/documentation/schedule/reference/#field-types "Time"
 */
export function tripOrigin(serviceDate: string, timezone: string): string {
  const noon = Temporal.PlainDate.from(serviceDate).toZonedDateTime({
    timeZone: timezone,
    plainTime: "12:00",
  });
  return noon.subtract({ hours: 12 }).toInstant().toString();
}
