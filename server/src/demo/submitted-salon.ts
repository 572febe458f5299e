import { text } from "../base/text.ts";
import { EVERY_DAY, riyals, week } from "./demo-business.ts";
import type { DemoSalon } from "./demo-salon.ts";

/** Submitted and waiting, so that an approval can be tried. */
export const submittedSalon: DemoSalon = {
  slug: "ward-taif",
  kind: "salon",
  name: text("صالون ورد الطائف", "Ward Taif Salon"),
  description: text("صالون نسائي جديد في حي النرجس.", "A new women's salon in Al Narjis."),
  city: text("الرياض", "Riyadh"),
  standing: "submitted",
  members: [{ phone: "+966500000018", name: "أسماء الثقفي", locale: "ar", role: "owner" }],
  places: [
    {
      key: "narjis",
      name: text("فرع النرجس", "Al Narjis branch"),
      address: text("طريق عثمان بن عفان، حي النرجس", "Uthman Ibn Affan Road, Al Narjis"),
      city: text("الرياض", "Riyadh"),
      latitude: 24.8362,
      longitude: 46.6653,
      hours: week(EVERY_DAY, "13:00", "22:00"),
    },
  ],
  staff: [
    { key: "asma", place: "narjis", name: text("أسماء", "Asma"), windows: [] },
    { key: "joy", place: "narjis", name: text("جوي", "Joy"), windows: [] },
  ],
  services: [
    {
      key: "henna",
      place: "narjis",
      name: text("نقش حناء", "Henna"),
      durationMinutes: 60,
      stepMinutes: 30,
      price: riyals(120),
      staff: ["asma"],
    },
    {
      key: "cut",
      place: "narjis",
      name: text("قص شعر", "Haircut"),
      durationMinutes: 45,
      bufferAfterMinutes: 10,
      stepMinutes: 15,
      price: riyals(100),
      staff: ["asma", "joy"],
    },
  ],
};
