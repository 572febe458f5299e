import { text } from "../base/text.ts";
import { EVERY_DAY, riyals, week, WORKDAYS } from "./demo-business.ts";
import type { DemoSalon } from "./demo-salon.ts";

const deposit = {
  paymentTerms: "deposit",
  depositPercent: 25,
  holdMinutes: 15,
  leadMinutes: 120,
  horizonDays: 45,
  cancelFeePercent: 25,
  noShowFeePercent: 50,
} as const;

/** A spa in Jeddah: long treatments with time to prepare the room around them. */
export const jeddahSpa: DemoSalon = {
  slug: "naqaa-spa",
  kind: "salon",
  name: text("نقاء سبا", "Naqaa Spa"),
  description: text(
    "جلسات مساج واسترخاء وعناية بالبشرة على شاطئ جدة.",
    "Massage, relaxation and skin care by the sea in Jeddah.",
  ),
  city: text("جدة", "Jeddah"),
  members: [
    { phone: "+966500000012", name: "لينا باوزير", locale: "ar", role: "owner" },
    { phone: "+966500000024", name: "Dewi Lestari", locale: "en", role: "manager" },
  ],
  places: [
    {
      key: "shati",
      name: text("فرع الشاطئ", "Ash Shati branch"),
      address: text("طريق الكورنيش، حي الشاطئ", "Corniche Road, Ash Shati"),
      city: text("جدة", "Jeddah"),
      latitude: 21.6032,
      longitude: 39.1082,
      hours: week(EVERY_DAY, "12:00", "23:00"),
    },
  ],
  staff: [
    {
      key: "dewi",
      place: "shati",
      name: text("ديوي", "Dewi"),
      phone: "+966500000024",
      windows: week(EVERY_DAY, "12:00", "20:00"),
      breaks: week(EVERY_DAY, "15:30", "16:15"),
    },
    {
      key: "grace",
      place: "shati",
      name: text("غريس", "Grace"),
      windows: week(EVERY_DAY, "15:00", "23:00"),
      away: [{ inDays: 12, days: 4, reason: "annual leave" }],
    },
    {
      key: "samira",
      place: "shati",
      name: text("سميرة", "Samira"),
      windows: week(WORKDAYS, "12:00", "21:00"),
      breaks: week(WORKDAYS, "17:00", "18:00"),
    },
  ],
  services: [
    {
      key: "swedish",
      place: "shati",
      name: text("مساج سويدي", "Swedish massage"),
      durationMinutes: 60,
      bufferBeforeMinutes: 10,
      bufferAfterMinutes: 20,
      stepMinutes: 30,
      price: riyals(280),
      terms: deposit,
      staff: ["dewi", "grace"],
    },
    {
      key: "hot-stone",
      place: "shati",
      name: text("مساج بالأحجار الساخنة", "Hot stone massage"),
      durationMinutes: 90,
      bufferBeforeMinutes: 15,
      bufferAfterMinutes: 20,
      stepMinutes: 30,
      price: riyals(420),
      terms: deposit,
      staff: ["dewi", "grace"],
    },
    {
      key: "facial",
      place: "shati",
      name: text("تنظيف بشرة", "Facial"),
      durationMinutes: 50,
      bufferAfterMinutes: 10,
      stepMinutes: 30,
      price: riyals(220),
      terms: { leadMinutes: 60, horizonDays: 45 },
      staff: ["samira", "grace"],
    },
  ],
};
