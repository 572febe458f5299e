import { Type } from "typebox";
import { invalidAt } from "../base/problem.ts";
import { inTransaction } from "../db/in-transaction.ts";
import type { AppParts } from "../http/app-parts.ts";
import { SESSION_COOKIE } from "../http/authenticate.ts";
import { addressBlock } from "../base/address-block.ts";
import { defineRoute, type Route } from "../http/route.ts";
import { id, instant, locale, nullable, object, oneOf, optional, phone } from "../http/shapes.ts";
import { codeText, type CodeChannel } from "./code-channel.ts";
import { isTestNumber, normalisePhone } from "./phone.ts";
import { requestCode } from "./request-code.ts";
import { SESSION_DAYS, signIn } from "./sign-in.ts";
import { useCode } from "./use-code.ts";

const person = object(
  {
    id,
    phone: nullable(Type.String()),
    name: Type.String(),
    locale,
    isAdmin: Type.Boolean(),
  },
  { title: "Person" },
);

/** Routes for signing in with a code sent to a phone. */
export function signInRoutes(app: AppParts, channel: CodeChannel): Route[] {
  return [codeRoute(app, channel), verifyRoute(app)];
}

function codeRoute({ config, metrics }: AppParts, channel: CodeChannel): Route {
  return defineRoute({
    method: "POST",
    url: "/v1/auth/otp",
    summary: "Send a sign-in code to a phone",
    description: "The answer is the same whether or not the number is known.",
    tag: "sign-in",
    access: { who: "anyone" },
    mode: "alone",
    body: object({ phone, channel: optional(oneOf(["sms", "whatsapp"])) }),
    reply: { 202: object({ expiresAt: instant }) },
    async run({ db, once, context, body, ip, locale: language, clock }) {
      const to = normalisePhone(body.phone);
      const by = body.channel ?? "sms";
      const exempt = config.env === "development" && isTestNumber(to);
      const address = addressBlock(ip);
      let code: string | undefined;
      const reply = await inTransaction(db, context, (tx) =>
        once(tx, async () => {
          const made = await requestCode(tx, {
            phone: to,
            channel: by,
            address,
            ip,
            exempt,
            secret: config.secret,
            clock,
          });
          ({ code } = made);
          return { body: { expiresAt: made.expiresAt } };
        }),
      );
      if (code !== undefined) {
        await channel.send({ to, channel: by, text: codeText(code, language), code });
        metrics.count("codesSent", by);
      }
      return reply;
    },
  });
}

function verifyRoute({ config }: AppParts): Route {
  const secure = config.env === "production" ? "; Secure" : "";
  const lasts = `Max-Age=${SESSION_DAYS * 86_400}`;
  return defineRoute({
    method: "POST",
    url: "/v1/auth/otp/verify",
    summary: "Sign in with the code",
    description:
      "Returns a token for `Authorization: Bearer` and sets it as a cookie too. After five wrong codes, ask for a new code.",
    tag: "sign-in",
    access: { who: "anyone" },
    mode: "alone",
    secretReply: true,
    body: object({ phone, code: Type.String({ pattern: "^[0-9]{6}$", examples: ["123456"] }) }),
    reply: { 200: object({ token: Type.String(), user: person }) },
    async run({ db, once, context, body, ip, userAgent, locale: language, clock }) {
      const owner = normalisePhone(body.phone);
      const reply = await inTransaction(db, context, (tx) =>
        once(tx, async () => {
          const isRight = await useCode(tx, {
            phone: owner,
            code: body.code,
            secret: config.secret,
          });
          if (!isRight) return { problem: wrongCode() };
          return {
            body: await signIn(tx, { phone: owner, locale: language, userAgent, ip, clock }),
          };
        }),
      );
      const { token } = (reply.body ?? {}) as { token?: string };
      // Also on a replay: a browser that lost the answer lost the cookie with it.
      if (token === undefined) return reply;
      const cookie = `${SESSION_COOKIE}=${token}; Path=/; HttpOnly; SameSite=Lax; ${lasts}${secure}`;
      return { ...reply, headers: { "set-cookie": cookie } };
    },
  });
}

/** One answer for wrong, used, expired and never requested codes: it must not tell which numbers are known. */
function wrongCode() {
  return invalidAt(
    "/code",
    "الرمز غير صحيح أو انتهت صلاحيته؛ اطلب رمزًا جديدًا.",
    "The code is wrong or no longer valid; ask for a new one.",
  );
}
