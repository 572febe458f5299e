import { expect } from "vitest";
import { callerOf, type Answer } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";

type Kind = "salon" | "venue" | "bus" | "hotel";

/** Opens a business's console: a new app, a draft business, and callers with which its owner edits it. */
export async function openConsole(kind: Kind) {
  const app = await startTestApp({ clock: standingClock() });
  const admin = await makePerson(app.db, { admin: true });
  const customer = await makePerson(app.db);
  return {
    ...app,
    // From here on `owner` is the person; this is the database's owner, whom no policy restricts.
    past: app.owner,
    as: (token?: string) => app.as(token),
    admin: app.as(admin.token),
    customer: app.as(customer.token),
    ...(await openBusiness(app, kind)),
  };
}

/** Makes another draft business with its own owner on the same app. */
export async function openBusiness(
  app: Pick<Awaited<ReturnType<typeof startTestApp>>, "db" | "origin">,
  kind: Kind,
) {
  const owner = await makePerson(app.db);
  const caller = callerOf(app.origin, owner.token);
  const made = await caller.post("/v1/manage/businesses", {
    kind,
    name: { ar: "منشأة", en: `A ${kind}` },
  });
  expect(made.status).toBe(201);
  const businessId: string = made.body.id;
  const url = `/v1/manage/businesses/${businessId}`;
  return {
    owner,
    caller,
    businessId,
    url,
    get: (path: string) => caller.get(`${url}/${path}`),
    post: (path: string, body: unknown) => caller.post(`${url}/${path}`, body),
    /** Creates something, expects 201 and returns it. */
    make: async (path: string, body: unknown) => {
      const answer = await caller.post(`${url}/${path}`, body);
      expect(answer).toMatchObject({ status: 201 });
      return answer.body;
    },
    /** Sends PATCH, PUT or DELETE with the given version in If-Match. */
    edit: (method: string, path: string, version: number, body?: unknown): Promise<Answer> =>
      caller.send(method, `${url}/${path}`, body, { "if-match": `"${version}"` }),
  };
}

export type Console = Awaited<ReturnType<typeof openConsole>>;

/** Returns the pointers of a refusal's errors. */
export function pointersOf(answer: Answer): string[] {
  return (answer.body.errors ?? []).map((error: { pointer: string }) => error.pointer);
}

/** Submits the business as its owner and approves it as the platform. */
export async function approve(console: Pick<Console, "caller" | "admin" | "url" | "businessId">) {
  expect((await console.caller.post(`${console.url}/submission`)).status).toBe(200);
  const approval = `/v1/admin/businesses/${console.businessId}/approval`;
  expect((await console.admin.post(approval)).status).toBe(200);
}

export const riyadh = {
  name: { ar: "فرع العليا", en: "Olaya branch" },
  city: { ar: "الرياض", en: "Riyadh" },
  latitude: 24.69,
  longitude: 46.68,
};

export function sar(amount: number) {
  return { amount, currency: "SAR" };
}
