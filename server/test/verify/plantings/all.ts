import type { Planting } from "../planting.ts";
import { amendmentPlantings } from "./amendments.ts";
import { guardPlantings } from "./guards.ts";
import { historyPlantings } from "./history.ts";
import { inventoryPlantings } from "./inventory.ts";
import { invoicePlantings } from "./invoices.ts";
import { moneyPlantings } from "./money.ts";
import { seatPlantings } from "./seats.ts";

export const plantings: readonly Planting[] = [
  ...guardPlantings,
  ...inventoryPlantings,
  ...seatPlantings,
  ...amendmentPlantings,
  ...historyPlantings,
  ...moneyPlantings,
  ...invoicePlantings,
];
