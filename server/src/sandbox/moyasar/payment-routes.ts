import { instantText } from "../../base/time.ts";
import type { SandboxParts } from "../parts.ts";
import type { Call, Operation } from "../serve.ts";
import { Checks } from "./checks.ts";
import { createPayment } from "./create-payment.ts";
import { listPage } from "./list.ts";
import { capturePayment, refundPayment, voidPayment } from "./move-payment.ts";
import { showPayment, type PaymentRecord } from "./payment.ts";
import { notThere } from "./refusals.ts";

export const paymentRoutes: Operation[] = [
  {
    method: "POST",
    path: "/v1/payments",
    name: "create",
    isPublic: true,
    run: (parts, { fields, ip }) => ({
      status: 201,
      json: showPayment(createPayment(parts, fields, { ip })),
    }),
  },
  {
    method: "GET",
    path: "/v1/payments",
    name: "read",
    run({ state }, { query }) {
      const { page, meta } = listPage(state.payments.values(), query);
      return { json: { payments: page.map(showPayment), meta } };
    },
  },
  {
    method: "GET",
    path: "/v1/payments/:id",
    name: "read",
    run: (parts, call) => ({ json: showPayment(paymentOf(parts, call)) }),
  },
  {
    method: "PUT",
    path: "/v1/payments/:id",
    name: "other",
    run(parts, call) {
      const payment = paymentOf(parts, call);
      editPayment(parts, payment, call);
      return { json: showPayment(payment) };
    },
  },
  move("capture", (parts, payment, { fields }) => capturePayment(parts, payment, fields)),
  move("void", (parts, payment) => voidPayment(parts, payment)),
  move("refund", (parts, payment, { fields }) => refundPayment(parts, payment, fields)),
];

function move(
  name: "capture" | "void" | "refund",
  run: (parts: SandboxParts, payment: PaymentRecord, call: Call) => void,
): Operation {
  return {
    method: "POST",
    path: `/v1/payments/:id/${name}`,
    name,
    run(parts, call) {
      const payment = paymentOf(parts, call);
      run(parts, payment, call);
      return { json: showPayment(payment) };
    },
  };
}

function paymentOf({ state }: SandboxParts, { params }: Call): PaymentRecord {
  const payment = state.payments.get(params.id!.toLowerCase());
  if (!payment) throw notThere();
  return payment;
}

/** Edits a payment: only the description and the metadata can change. */
function editPayment(parts: SandboxParts, { shown }: PaymentRecord, { fields }: Call): void {
  const checks = new Checks();
  const description = checks.words(fields, "description", { isNeeded: false });
  const metadata = checks.metadata(fields, shown.metadata);
  checks.done();
  if ("description" in fields) shown.description = description;
  shown.metadata = metadata;
  shown.updated_at = instantText(parts.now());
}
