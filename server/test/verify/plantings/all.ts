import type { Planting } from "../planting.ts";
import { amendmentPlantings } from "./amendments.ts";
import { editPlantings } from "./edits.ts";
import { guardPlantings } from "./guards.ts";
import { historyPlantings } from "./history.ts";
import { inventoryPlantings } from "./inventory.ts";
import { invoicePlantings } from "./invoices.ts";
import { messagePlantings } from "./messages.ts";
import { moneyPlantings } from "./money.ts";
import { sealPlantings } from "./seals.ts";
import { seatPlantings } from "./seats.ts";
import { sidePlantings } from "./sides.ts";
import { timePlantings } from "./time.ts";

export const plantings: readonly Planting[] = [
  ...guardPlantings,
  ...inventoryPlantings,
  ...seatPlantings,
  ...amendmentPlantings,
  ...editPlantings,
  ...historyPlantings,
  ...timePlantings,
  ...sidePlantings,
  ...messagePlantings,
  ...sealPlantings,
  ...moneyPlantings,
  ...invoicePlantings,
];
