import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import type { DemoPerson } from "./demo-business.ts";
import { demoId } from "./demo-ids.ts";

export interface Person extends DemoPerson {
  id: string;
}

/** The platform's admin account. */
export const admin: DemoPerson = { phone: "+966500000001", name: "مدير المنصة", locale: "ar" };
/** The customer account to sign in with. */
export const customer: DemoPerson = { phone: "+966500000003", name: "ليان الحربي", locale: "ar" };

const arabicNames = [
  "عبدالعزيز السبيعي",
  "سارة الزهراني",
  "محمد الشهري",
  "ريم العنزي",
  "تركي البقمي",
  "جواهر السديري",
  "ماجد الخالدي",
  "أروى المالكي",
  "ياسر الجهني",
  "دانة الفهد",
  "إبراهيم العمري",
  "لطيفة الراجحي",
  "نايف الرويلي",
  "مها بن سعيد",
  "حسن آل عباس",
  "شهد الغامدي",
  "راكان التميمي",
  "عائشة باحارث",
  "صالح الدخيل",
  "غادة العمودي",
  "مشعل العجمي",
  "بشاير الحازمي",
];
const latinNames = [
  "Sara Iqbal",
  "James Carter",
  "Priya Menon",
  "Ahmed Mostafa",
  "Chloe Laurent",
  "Bilal Hussain",
  "Rowena Cruz",
  "Daniel Okafor",
  "Yasmine Haddad",
  "Tomas Novak",
];

/** The other customers. */
export const crowd: readonly DemoPerson[] = [
  ...arabicNames.map((name) => ({ name, locale: "ar" as const })),
  ...latinNames.map((name) => ({ name, locale: "en" as const })),
].map((person, index) => ({ ...person, phone: `+966500000${200 + index}` }));

/**
 * Creates these people and returns all of them by phone. People who exist already, because they signed in before, are
 * unchanged.
 *
 * @param at when they were first seen, epoch milliseconds; gives their ids
 */
export async function createPeople(
  tx: Tx,
  people: readonly DemoPerson[],
  at: number,
): Promise<Map<string, Person>> {
  const rows = people.map(({ phone, name, locale }, index) => ({
    id: demoId(`person/${phone}`, at + index),
    phone,
    name,
    locale,
  }));
  await tx
    .insertInto("users")
    .values(rows)
    .onConflict((conflict) => conflict.column("phone").doNothing())
    .execute();
  const stored = await tx
    .selectFrom("users")
    .select(["id", "phone", "name", "locale"])
    .where(
      "phone",
      "in",
      people.map((one) => one.phone),
    )
    .execute();
  return new Map(stored.map((row) => [row.phone!, { ...row, phone: row.phone! }]));
}

/** Makes an existing person a platform admin. */
export async function appoint(tx: Tx, { phone, id }: Person): Promise<void> {
  await sql`select grant_admin(${phone}, true, ${id}::uuid)`.execute(tx);
}
