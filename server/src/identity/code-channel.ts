import type { Locale } from "../base/text.ts";

/** How a sign-in code travels. */
export type CodeChannelName = "sms" | "whatsapp";

export type CodeMessage = {
  /** E.164 */
  to: string;
  channel: CodeChannelName;
  text: string;
  code: string;
};

/**
 * Delivers sign-in codes. Called after the code's row is committed, not through the outbox: the code must never be
 * stored readable, it is worthless after five minutes, and whoever does not get it asks again.
 */
export interface CodeChannel {
  /** @throws Error when the message was not accepted */
  send(message: CodeMessage): Promise<void>;
}

/** Returns the text of the message. */
export function codeText(code: string, locale: Locale): string {
  return locale === "ar"
    ? `رمز الدخول إلى هولدفاست: ${code}. صالح لخمس دقائق، ولا تشاركه مع أحد.`
    : `${code} is your Holdfast sign-in code. It is valid for five minutes; do not share it with anyone.`;
}
