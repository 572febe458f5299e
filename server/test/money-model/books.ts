/** What is known of what was done so far, as far as the next step needs it. What must be true of it all is looked at in the end. */
export class Books {
  readonly orders: Order[] = [];
  readonly requests: PaymentRequest[] = [];
  readonly payments: Payment[] = [];
  readonly amendments: Amendment[] = [];
  /** Refunds that a manager was told are promised. */
  readonly refunds: string[] = [];

  get bookings(): Booking[] {
    return this.orders.flatMap((order) => order.bookings);
  }
}

export interface Order {
  id: string;
  /** The customer's number. */
  who: number;
  dueMinor: number;
  bookings: Booking[];
}

export interface Booking {
  id: string;
  who: number;
  shop: "salon" | "venue";
}

/** A change of a booking, as whoever asked for it knows it. */
export interface Amendment {
  id: string;
  booking: Booking;
  by: "customer" | "business";
  /** Whether it was said to count. */
  isApplied: boolean;
}

/** A POST that begins a payment: sent again by whoever got no answer. */
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
  /** The bank's, one for each tab in which a card was given and nothing decided. */
  banks: string[];
}

/** One of these by a number that may be any; of those that are preferred, if there are any. */
export function pick<T>(
  all: readonly T[],
  number: number,
  prefers: (one: T) => boolean = () => true,
): T {
  const preferred = all.filter(prefers);
  const from = preferred.length > 0 ? preferred : all;
  return from[number % from.length]!;
}
