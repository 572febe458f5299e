import { text } from "../base/text.ts";
import { riyals } from "./demo-business.ts";
import type { DemoHotel } from "./demo-hotel.ts";

const prepaid = {
  paymentTerms: "full",
  holdMinutes: 20,
  horizonDays: 365,
  freeCancelHours: 72,
  cancelFeePercent: 50,
  noShowFeePercent: 100,
} as const;

/** By the sea and paid in full; weekends have a minimum stay of two nights. */
export const jeddahHotel: DemoHotel = {
  slug: "murjan-corniche",
  kind: "hotel",
  name: text("فندق مرجان الكورنيش", "Murjan Corniche Hotel"),
  description: text(
    "غرف وأجنحة مطلة على البحر الأحمر مع مسبح للعائلات.",
    "Rooms and suites over the Red Sea, with a family pool.",
  ),
  city: text("جدة", "Jeddah"),
  members: [
    { phone: "+966500000016", name: "وليد الغامدي", locale: "ar", role: "owner" },
    { phone: "+966500000028", name: "رنا صالح", locale: "ar", role: "staff" },
  ],
  places: [
    {
      key: "corniche",
      name: text("فندق مرجان الكورنيش", "Murjan Corniche Hotel"),
      address: text("طريق الكورنيش الشمالي، أبحر", "North Corniche Road, Obhur"),
      city: text("جدة", "Jeddah"),
      latitude: 21.7074,
      longitude: 39.1003,
      checkIn: "16:00",
      checkOut: "12:00",
    },
  ],
  roomTypes: [
    {
      key: "city",
      place: "corniche",
      name: text("غرفة مطلة على المدينة", "City view room"),
      rooms: 30,
      occupancy: 2,
      price: riyals(390),
      weekend: { price: riyals(560), minNights: 2 },
      terms: prepaid,
    },
    {
      key: "sea",
      place: "corniche",
      name: text("غرفة مطلة على البحر", "Sea view room"),
      rooms: 18,
      occupancy: 3,
      price: riyals(560),
      weekend: { price: riyals(790), minNights: 2 },
      terms: prepaid,
    },
    {
      key: "suite",
      place: "corniche",
      name: text("جناح البحر", "Sea suite"),
      rooms: 4,
      occupancy: 5,
      minNights: 2,
      price: riyals(1250),
      weekend: { price: riyals(1700), minNights: 2 },
      terms: prepaid,
    },
  ],
};
