import { text } from "../base/text.ts";
import { EVERY_DAY, riyals, week } from "./demo-business.ts";
import type { DemoVenue } from "./demo-venue.ts";

/** Not submitted yet: only its owner sees it. */
export const draftVenue: DemoVenue = {
  slug: "khobar-padel",
  kind: "venue",
  name: text("بادل الخبر", "Khobar Padel"),
  description: text("ملعبا بادل مغطيان.", "Two indoor padel courts."),
  city: text("الخبر", "Al Khobar"),
  standing: "draft",
  members: [{ phone: "+966500000019", name: "خالد البوعينين", locale: "ar", role: "owner" }],
  places: [
    {
      key: "yarmouk",
      name: text("ملاعب اليرموك", "Al Yarmouk courts"),
      address: text("شارع الملك فهد، حي اليرموك", "King Fahd Street, Al Yarmouk"),
      city: text("الخبر", "Al Khobar"),
      latitude: 26.2991,
      longitude: 50.2083,
      hours: week(EVERY_DAY, "16:00", "24:00"),
    },
  ],
  rentals: [
    {
      key: "court",
      place: "yarmouk",
      name: text("ملعب بادل", "Padel court"),
      stepMinutes: 30,
      durationsMinutes: [60, 90],
      pricePerHour: riyals(160),
      units: ["North", "South"],
    },
  ],
};
