import { text } from "../base/text.ts";
import { riyals } from "./demo-business.ts";
import type { DemoHotel } from "./demo-hotel.ts";

/** A small lodge at the end of the coach line; the owner accepts every request by hand. */
export const hailLodge: DemoHotel = {
  slug: "nuzul-aja",
  kind: "hotel",
  name: text("نُزُل أجا", "Nuzul Aja Lodge"),
  description: text(
    "نُزُل جبلي صغير عند سفح جبل أجا، وفطور حائلي كل صباح.",
    "A small lodge at the foot of Mount Aja, with a Hail breakfast every morning.",
  ),
  city: text("حائل", "Hail"),
  members: [{ phone: "+966500000017", name: "منيرة الرشيد", locale: "ar", role: "owner" }],
  places: [
    {
      key: "aja",
      name: text("نُزُل أجا", "Nuzul Aja Lodge"),
      address: text("طريق جبل أجا، عقدة", "Mount Aja Road, Uqdah"),
      city: text("حائل", "Hail"),
      latitude: 27.487,
      longitude: 41.63,
      checkIn: "14:00",
      checkOut: "11:00",
    },
  ],
  roomTypes: [
    {
      key: "double",
      place: "aja",
      name: text("غرفة مزدوجة", "Double room"),
      rooms: 8,
      occupancy: 2,
      price: riyals(260),
      weekend: { price: riyals(320) },
      terms: { horizonDays: 180, freeCancelHours: 24 },
    },
    {
      key: "chalet",
      place: "aja",
      name: text("شاليه عائلي", "Family chalet"),
      description: text("يؤكده المُضيف خلال يوم", "Confirmed by the host within a day"),
      rooms: 3,
      occupancy: 6,
      price: riyals(650),
      weekend: { price: riyals(850), minNights: 2 },
      terms: { acceptance: "manual", horizonDays: 180, freeCancelHours: 72, cancelFeePercent: 30 },
    },
  ],
};
