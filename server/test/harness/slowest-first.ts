import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take over 12 seconds on two cores, slowest first, because vitest has no durations in a fresh clone. */
const slowest = [
  "bad-input/every-route",
  "model/controls.model",
  "verify/planted",
  "demo/seed-demo",
  "money-model/money.model",
  "money-crash/late",
  "races/amending",
  "money-crash/refund",
  "model/bookings.model",
  "bad-input/every-address",
  "money-crash/wallet",
  "money-crash/card",
  "money-model/controls.model",
  "races/trip-edits",
  "isolation/references",
  "db/restore/restore",
  "money-crash/held-by-hand",
  "races/opposite-order",
  "availability/misfits.property",
  "demo/demo-offers",
  "isolation/every-route",
  "amendment/overdue",
  "amendment/exchange",
  "embedded/open-embedded",
  "money-crash/reconcile",
  "races/edits-beside-sales",
  "money-races/cancel-against-paid",
  "money-crash/settle",
  "crash/database-killed",
  "money-crash/held",
  "embedded/crash",
  "seal/sealing",
].map((name) => `server/test/${name}.test.ts`);

/** Starts the slowest files first, so that none runs alone at the end; the other files keep vitest's order. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rest = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const found = slowest.indexOf(relative(this.ctx.config.root, moduleId));
      return found < 0 ? slowest.length : found;
    };
    return rest.toSorted((a, b) => rank(a) - rank(b));
  }
}
