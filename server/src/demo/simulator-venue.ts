import { text } from "../base/text.ts";
import { FRI, MON, riyals, SAT, SUN, THU, TUE, WED, week } from "./demo-business.ts";
import type { DemoVenue } from "./demo-venue.ts";

const quiet = [SUN, MON, TUE, WED];
const late = [THU, FRI, SAT];
const evening = riyals(110);
const night = riyals(130);

/** Six racing simulators in Riyadh, open past midnight; evenings and weekends cost more. */
export const simulatorVenue: DemoVenue = {
  slug: "halba-simracing",
  kind: "venue",
  name: text("حلبة لمحاكاة السباقات", "Halba Sim Racing"),
  description: text(
    "ستة أجهزة محاكاة سباق احترافية في حطين، للأفراد والمجموعات.",
    "Six professional racing simulators in Hittin, for one or for the whole group.",
  ),
  city: text("الرياض", "Riyadh"),
  members: [
    { phone: "+966500000013", name: "فيصل الدوسري", locale: "ar", role: "owner" },
    { phone: "+966500000025", name: "Omar Farooq", locale: "en", role: "staff" },
  ],
  places: [
    {
      key: "hittin",
      name: text("حلبة حطين", "Halba Hittin"),
      address: text("طريق الأمير تركي الأول، حي حطين", "Prince Turki Al Awwal Road, Hittin"),
      city: text("الرياض", "Riyadh"),
      latitude: 24.7622,
      longitude: 46.601,
      hours: [...week(quiet, "15:00", "01:00"), ...week(late, "14:00", "03:00")],
    },
  ],
  rentals: [
    {
      key: "rig",
      place: "hittin",
      name: text("جهاز محاكاة سباق", "Racing rig"),
      description: text("مقود مباشر الدفع وشاشات ثلاثية", "Direct drive wheel and triple screens"),
      stepMinutes: 30,
      durationsMinutes: [30, 60, 90, 120],
      pricePerHour: riyals(80),
      prices: [
        ...week(quiet, "18:00", "24:00").map((band) => ({ ...band, pricePerHour: evening })),
        ...week(late, "16:00", "24:00").map((band) => ({ ...band, pricePerHour: night })),
        // The hours after midnight belong to the next day.
        ...week([FRI, SAT, SUN], "00:00", "03:00").map((band) => ({
          ...band,
          pricePerHour: night,
        })),
      ],
      units: ["1", "2", "3", "4", "5", "6"],
      terms: { leadMinutes: 0, horizonDays: 30, freeCancelHours: 3, noShowFeePercent: 50 },
    },
    {
      key: "lounge",
      place: "hittin",
      name: text("صالة خاصة", "Private lounge"),
      description: text("لعشرة أشخاص، بعربون", "For ten people, with a deposit"),
      stepMinutes: 60,
      durationsMinutes: [120, 180, 240],
      pricePerHour: riyals(250),
      units: ["A"],
      terms: {
        paymentTerms: "deposit",
        depositPercent: 50,
        holdMinutes: 20,
        leadMinutes: 720,
        horizonDays: 60,
        freeCancelHours: 48,
        cancelFeePercent: 50,
      },
    },
  ],
};
