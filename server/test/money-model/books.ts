/** What the steps did so far, as far as later steps need it. The property itself is checked at the end. */
export class Books {
  readonly orders: Order[] = [];
  readonly requests: PaymentRequest[] = [];
  readonly payments: Payment[] = [];
  readonly amendments: Amendment[] = [];
  /** Refunds that were accepted from a manager. */
  readonly refunds: string[] = [];

  get bookings(): Booking[] {
    return this.orders.flatMap((order) => order.bookings);
  }
}

export interface Order {
  id: string;
  /** The index of the customer. */
  who: number;
  dueMinor: number;
  bookings: Booking[];
}

export interface Booking {
  id: string;
  who: number;
  shop: "salon" | "venue";
}

/** A change of a booking, as its requester knows it. */
export interface Amendment {
  id: string;
  booking: Booking;
  by: "customer" | "business";
  /** Whether the answer said that it was applied. */
  isApplied: boolean;
}

/** A POST that starts a payment; it may be sent again when the answer was lost. */
export interface PaymentRequest {
  who: number;
  path: string;
  body: Record<string, unknown>;
  key: string;
  order?: Order;
}

/** A payment as its payer knows it. */
export interface Payment {
  id: string;
  who: number;
  order?: Order;
  /** The gateway's page. */
  page: string | null;
  /** The bank's pages, one for each tab with a card entered and not decided. */
  banks: string[];
}

/** Picks one by any number, from the preferred ones if there are any. */
export function pick<T>(
  all: readonly T[],
  number: number,
  prefers: (one: T) => boolean = () => true,
): T {
  const preferred = all.filter(prefers);
  const from = preferred.length > 0 ? preferred : all;
  return from[number % from.length]!;
}
