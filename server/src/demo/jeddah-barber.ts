import { text } from "../base/text.ts";
import { FRI, riyals, SAT, week, WORKDAYS } from "./demo-business.ts";
import type { DemoSalon } from "./demo-salon.ts";

const usual = { leadMinutes: 15, horizonDays: 30, freeCancelHours: 2 };

/** A barbershop in Jeddah: short appointments all day, one staff member without hours of his own. */
export const jeddahBarber: DemoSalon = {
  slug: "hijazi-barbershop",
  kind: "salon",
  name: text("حلاقة الحجازي", "Al Hijazi Barbershop"),
  description: text(
    "حلاقة رجالية في حي الروضة: قص وتحديد وحمام مغربي.",
    "A barbershop in Al Rawdah: cuts, beard trims and a Moroccan bath.",
  ),
  city: text("جدة", "Jeddah"),
  members: [
    { phone: "+966500000011", name: "سعيد الحجازي", locale: "ar", role: "owner" },
    { phone: "+966500000023", name: "Mehmet Kaya", locale: "en", role: "staff" },
  ],
  places: [
    {
      key: "rawdah",
      name: text("فرع الروضة", "Al Rawdah branch"),
      address: text("شارع الأمير سعود الفيصل، حي الروضة", "Prince Saud Al Faisal Street, Al Rawdah"),
      city: text("جدة", "Jeddah"),
      latitude: 21.5646,
      longitude: 39.1579,
      hours: [...week([SAT, ...WORKDAYS], "09:00", "23:30"), ...week([FRI], "16:00", "01:00")],
    },
  ],
  staff: [
    {
      key: "mehmet",
      place: "rawdah",
      name: text("محمد كايا", "Mehmet"),
      phone: "+966500000023",
      windows: [...week([SAT, ...WORKDAYS], "09:00", "17:00"), ...week([FRI], "16:00", "24:00")],
      breaks: week([SAT, ...WORKDAYS], "12:15", "13:00"),
    },
    {
      key: "tariq",
      place: "rawdah",
      name: text("طارق", "Tariq"),
      windows: [...week(WORKDAYS, "15:30", "23:30"), ...week([FRI], "17:00", "01:00")],
      breaks: week(WORKDAYS, "19:00", "19:30"),
      away: [{ inDays: 9, days: 2, reason: "سفر" }],
    },
    { key: "anas", place: "rawdah", name: text("أنس", "Anas"), windows: [] },
  ],
  services: [
    {
      key: "cut",
      place: "rawdah",
      name: text("حلاقة شعر", "Haircut"),
      durationMinutes: 30,
      bufferAfterMinutes: 5,
      stepMinutes: 15,
      price: riyals(50),
      terms: usual,
      staff: ["mehmet", "tariq", "anas"],
    },
    {
      key: "beard",
      place: "rawdah",
      name: text("تحديد لحية", "Beard trim"),
      durationMinutes: 20,
      bufferAfterMinutes: 5,
      stepMinutes: 15,
      price: riyals(30),
      terms: usual,
      staff: ["mehmet", "tariq", "anas"],
    },
    {
      key: "child",
      place: "rawdah",
      name: text("حلاقة أطفال", "Children's haircut"),
      description: text("حتى 12 سنة", "Up to 12 years"),
      durationMinutes: 25,
      bufferAfterMinutes: 5,
      stepMinutes: 15,
      price: riyals(40),
      terms: usual,
      staff: ["anas", "tariq"],
    },
    {
      key: "bath",
      place: "rawdah",
      name: text("حمام مغربي", "Moroccan bath"),
      description: text("يدفع كاملًا عند الحجز", "Paid in full on booking"),
      durationMinutes: 60,
      bufferBeforeMinutes: 10,
      bufferAfterMinutes: 20,
      stepMinutes: 30,
      price: riyals(180),
      terms: {
        paymentTerms: "full",
        holdMinutes: 15,
        leadMinutes: 120,
        horizonDays: 30,
        cancelFeePercent: 50,
        noShowFeePercent: 100,
      },
      staff: ["mehmet"],
    },
  ],
};
