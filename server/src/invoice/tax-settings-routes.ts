import { defineRoute, type Route } from "../http/route.ts";
import { businessParams } from "../http/shapes.ts";
import { taxSettings, taxSettingsBody } from "./invoice-shapes.ts";
import { replaceTaxSettings } from "./replace-tax-settings.ts";
import { getTaxSettings, USUAL_RATE_BASIS_POINTS } from "./tax-settings.ts";

const url = "/v1/manage/businesses/:businessId/taxSettings";
const shared = { url, tag: "manage", params: businessParams } as const;

/** Routes for the name and VAT number a business issues its invoices under. */
export function taxSettingsRoutes(): Route[] {
  return [
    defineRoute({
      ...shared,
      method: "GET",
      summary: "Read the tax settings",
      description: "Before the first edit: not registered for VAT, with the name of the business.",
      access: { who: "member", role: "manager" },
      reply: { 200: taxSettings },
      run: async ({ db, params }) => ({ body: await getTaxSettings(db, params.businessId) }),
    }),
    defineRoute({
      ...shared,
      method: "PUT",
      summary: "Replace the tax settings",
      description: "Applies to invoices issued from now on; issued invoices do not change.",
      access: { who: "member", role: "owner" },
      body: taxSettingsBody,
      ifMatch: true,
      reply: { 200: taxSettings },
      run: async ({ tx, params, body, ifMatch }) => {
        const { rateBasisPoints = USUAL_RATE_BASIS_POINTS, address = { ar: "", en: "" } } = body;
        const settings = { ...body, rateBasisPoints, address };
        return { body: await replaceTaxSettings(tx, { ...params, version: ifMatch }, settings) };
      },
    }),
  ];
}
