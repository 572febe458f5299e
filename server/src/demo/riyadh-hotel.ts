import { text } from "../base/text.ts";
import { riyals } from "./demo-business.ts";
import type { DemoHotel } from "./demo-hotel.ts";

const atTheDesk = { horizonDays: 365, freeCancelHours: 48, noShowFeePercent: 100 } as const;

/** Paid at the desk, except the suite. Its suites are off sale for a week for painting. */
export const riyadhHotel: DemoHotel = {
  slug: "wahat-diriyah",
  kind: "hotel",
  name: text("فندق واحة الدرعية", "Wahat Diriyah Hotel"),
  description: text(
    "فندق هادئ على أطراف الدرعية التاريخية بطراز نجدي.",
    "A quiet hotel in Najdi style on the edge of historic Diriyah.",
  ),
  city: text("الرياض", "Riyadh"),
  members: [
    { phone: "+966500000015", name: "سلطان المطيري", locale: "ar", role: "owner" },
    { phone: "+966500000027", name: "Anita Thomas", locale: "en", role: "manager" },
  ],
  places: [
    {
      key: "diriyah",
      name: text("فندق واحة الدرعية", "Wahat Diriyah Hotel"),
      address: text("طريق الإمام محمد بن سعود، الدرعية", "Imam Muhammad bin Saud Road, Diriyah"),
      city: text("الرياض", "Riyadh"),
      latitude: 24.734,
      longitude: 46.5756,
      checkIn: "15:00",
      checkOut: "12:00",
    },
  ],
  roomTypes: [
    {
      key: "standard",
      place: "diriyah",
      name: text("غرفة قياسية", "Standard room"),
      rooms: 24,
      occupancy: 2,
      price: riyals(420),
      weekend: { price: riyals(520) },
      terms: atTheDesk,
    },
    {
      key: "family",
      place: "diriyah",
      name: text("غرفة عائلية", "Family room"),
      description: text("غرفتان متصلتان", "Two connected rooms"),
      rooms: 10,
      occupancy: 4,
      price: riyals(680),
      weekend: { price: riyals(860), minNights: 2 },
      terms: atTheDesk,
    },
    {
      key: "suite",
      place: "diriyah",
      name: text("جناح نجدي", "Najdi suite"),
      rooms: 3,
      occupancy: 4,
      minNights: 2,
      price: riyals(1400),
      weekend: { price: riyals(1800), minNights: 2 },
      closed: { inDays: 10, nights: 7 },
      terms: { ...atTheDesk, paymentTerms: "deposit", depositPercent: 30, holdMinutes: 30 },
    },
  ],
};
