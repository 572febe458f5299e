import { Type, type TObject } from "typebox";
import { anyOf } from "../business/editable-routes.ts";
import {
  id,
  integer,
  longText,
  money,
  nullable,
  object,
  oneOf,
  text,
  version,
} from "../http/shapes.ts";

const percent = integer(0, 100);

const termFields = {
  paymentTerms: oneOf(["venue", "deposit", "full"]),
  acceptance: oneOf(["auto", "manual"]),
  depositPercent: percent,
  holdMinutes: integer(1, 30),
  leadMinutes: integer(0, 525_600, { description: "How long before the start booking closes" }),
  horizonDays: integer(1, 1100, { description: "How far ahead booking opens" }),
  freeCancelHours: integer(0, 8760),
  cancelFeePercent: percent,
  cancelFee: money,
  noShowFeePercent: percent,
  acceptWithinMinutes: nullable(
    integer(1, 525_600, {
      description: "How long the business has to accept by hand; null: until the start",
    }),
  ),
  checkInOpensMinutes: integer(0, 43_200, {
    description:
      "How long before the start check-in opens; default 60, for routes 180, for rooms 1440",
  }),
};
const terms = object(termFields, { title: "Terms" });

const common = { name: text, description: longText, active: Type.Boolean() };

/** The schema of an offering as it is read, with the trade's own fields. */
export function offeringView<Fields extends TObject["properties"]>(title: string, fields: Fields) {
  const shared = { id, locationId: nullable(id), ...common, terms, version };
  return object({ ...shared, ...fields }, { title });
}

/** The schema of a change to an offering: every field, and every field of its terms, is optional. */
export function offeringChange<Fields extends TObject["properties"]>(fields: Fields) {
  return anyOf({ ...common, terms: anyOf(termFields, { title: "TermsChange" }), ...fields });
}
