import type { ItemKind } from "../base/item-kinds.ts";
import { TOUCHED_MAX } from "../base/limits.ts";
import { Problem } from "../base/problem.ts";
import { text, type Text } from "../base/text.ts";

/** One sold item that conflicts with an edit. A booking of several items may appear more than once. */
export interface TouchedBooking {
  /** The booking's id: to be sent back in `acknowledge`. */
  id: string;
  reference: string;
  itemId: string;
  kind: ItemKind;
  /** RFC 3339, in the local time of the place it was sold for. */
  start: string;
  end: string;
  customerName: string;
  /** The staff member, the rental unit or the seats; null for rooms. */
  unit: Text | null;
  /** The rules the edit makes it break: "staff-time-off". */
  reasons: readonly string[];
}

/** The items an edit affects: the earliest ones, and how many more bookings are not listed. */
export interface Touched {
  bookings: readonly TouchedBooking[];
  more: number;
}

/**
 * Lets an edit that breaks bookings pass only when the caller has named all of them. Ids that the edit does not
 * affect are ignored, whoever owns them.
 *
 * @param touched read while holding the locks of what is sold, or another may be sold meanwhile
 * @param acknowledge the ids that came with the edit
 * @returns the ids of the affected bookings, for the audit trail
 * @throws Problem conflict with `bookings` and `moreBookings`
 */
export function assertAcknowledged(
  touched: Touched,
  acknowledge: readonly string[] = [],
): string[] {
  const ids = [...new Set(touched.bookings.map((one) => one.id))];
  const known = new Set(acknowledge.map((id) => id.toLowerCase()));
  if (touched.more === 0 && ids.every((id) => known.has(id))) return ids;
  const count = ids.length + touched.more;
  throw refusedForBookings(
    touched,
    touched.more > 0
      ? text(
          `عدد الحجوزات القائمة التي يمسها هذا التعديل ${count}، وأقصى ما يُقبل الإقرار به دفعة واحدة ${TOUCHED_MAX}. انقل بعضها أو ألغه، أو قسّم التعديل.`,
          `This edit breaks ${count} bookings, and one edit may acknowledge ${TOUCHED_MAX} at most. Move or cancel some of them, or make the edit in parts.`,
        )
      : text(
          `عدد الحجوزات القائمة التي يمسها هذا التعديل ${count}. انقلها أو ألغها، أو أعد الطلب مع معرّفاتها كلها في acknowledge لتبقى كما بيعت.`,
          `This edit breaks ${count} bookings. Move or cancel them, or repeat the request with all of their ids in acknowledge; they then stay as sold.`,
        ),
    "/acknowledge",
  );
}

/**
 * 409 for an edit that bookings prevent, naming them.
 *
 * @param detail the remedy
 * @param pointer the field that is also wrong, if any
 */
export function refusedForBookings(
  { bookings, more }: Touched,
  detail: Text,
  pointer?: string,
  extra: Record<string, unknown> = {},
): Problem {
  return new Problem("conflict", {
    detail,
    ...(pointer !== undefined && { errors: [{ pointer, detail }] }),
    extra: { ...extra, bookings, moreBookings: more },
  });
}
