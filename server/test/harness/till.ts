import type { Caller } from "./caller.ts";

/** Hands over all cash refunds that a venue owes. @returns the number of refunds */
export async function handOverAll(staff: Caller, businessId: string): Promise<number> {
  const url = `/v1/manage/businesses/${businessId}`;
  const owed = await staff.get(`${url}/cashOwed?handedOver=false&limit=100`);
  if (owed.status !== 200) return 0;
  let handed = 0;
  for (const { id } of owed.body.items) {
    const { status } = await staff.post(`${url}/refunds/${id}/handover`);
    if (status === 200) handed += 1;
  }
  return handed;
}
