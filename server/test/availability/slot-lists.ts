import { pageRentalSlots, pageServiceSlots } from "../../src/availability/slots/slots.ts";

/** All slots of a window that fits into one answer. */
export async function listServiceSlots(...asked: Parameters<typeof pageServiceSlots>) {
  return (await pageServiceSlots(...asked)).items;
}

export async function listRentalSlots(...asked: Parameters<typeof pageRentalSlots>) {
  return (await pageRentalSlots(...asked)).items;
}
