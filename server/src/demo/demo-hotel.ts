import type { Money } from "../base/money.ts";
import type { RoomTypeInput } from "../catalogue/hotel/edit-room-type.ts";
import type { DemoBusiness } from "./demo-business.ts";

export interface DemoHotel extends DemoBusiness {
  kind: "hotel";
  roomTypes: readonly DemoRoomType[];
}

export interface DemoRoomType extends Omit<RoomTypeInput, "locationId"> {
  key: string;
  place: string;
  /** What differs on the nights of a weekend, Thursday and Friday. */
  weekend: { price: Money; minNights?: number };
  /** Nights it is not sold, counted from today. */
  closed?: { inDays: number; nights: number };
}
