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
  /** What changes on weekend nights, Thursday and Friday. */
  weekend: { price: Money; minNights?: number };
  /** Nights off sale, counted from today. */
  closed?: { inDays: number; nights: number };
}
