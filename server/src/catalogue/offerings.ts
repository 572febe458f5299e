import { sql, type RawBuilder, type Selectable, type SqlBool } from "kysely";
import { text, type Text } from "../base/text.ts";
import { chosen, limitOf, type Which } from "../business/editable.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { OfferingsTable } from "../db/types.generated.ts";
import { checkInOpens, termColumns, toTerms, type Terms } from "./terms.ts";

/** What every offering has, whatever the trade. */
export type Offering = {
  id: string;
  /** null only for routes, which belong to no single location. */
  locationId: string | null;
  name: Text;
  description: Text;
  terms: Terms;
  active: boolean;
  version: number;
};

const offeringColumns = [
  "offerings.id",
  "offerings.location_id",
  "offerings.name_ar",
  "offerings.name_en",
  "offerings.description_ar",
  "offerings.description_en",
  "offerings.active",
  "offerings.version",
  ...termColumns,
] as const;

type Column = (typeof offeringColumns)[number] extends `offerings.${infer Name}` ? Name : never;

export function toOffering(
  row: Pick<Selectable<OfferingsTable>, Column> & {
    currency: string;
    check_in_opens_minutes: number;
  },
): Offering {
  return {
    id: row.id,
    locationId: row.location_id,
    name: text(row.name_ar, row.name_en),
    description: text(row.description_ar, row.description_en),
    terms: toTerms(row),
    active: row.active,
    version: row.version,
  };
}

/** The columns every trade's list begins with; join the trade's own row to it. */
export function offeringRows(db: Db | Tx, businessId: string, which: Which) {
  return db
    .selectFrom("offerings")
    .innerJoin("businesses", "businesses.id", "offerings.business_id")
    .select([...offeringColumns, checkInOpens])
    .select("businesses.currency")
    .where(chosenOffering(businessId, which))
    .orderBy("offerings.id")
    .limit(limitOf(which));
}

/** As `chosen`; an offering on sale also needs a location that is open for business. */
function chosenOffering(businessId: string, which: Which): RawBuilder<SqlBool> {
  const condition = chosen("offerings", businessId, which);
  if ("id" in which || !which.activeOnly) return condition;
  return sql`${condition} and (offerings.location_id is null or exists (
    select 1 from locations l
    where l.business_id = offerings.business_id and l.id = offerings.location_id and l.active))`;
}
