import type { Socket } from "node:net";
import { newId } from "../base/id.ts";
import { problemUri } from "./problem-reply.ts";

const answers: Record<string, [status: number, phrase: string, detail: string]> = {
  HPE_HEADER_OVERFLOW: [
    431,
    "Request Header Fields Too Large",
    "The URL and headers together may have at most 16 kB.",
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout", "The request did not arrive in time."],
};

/**
 * Answers bytes that are not HTTP, which never become a request: writes the problem to the bare connection, in
 * English.
 */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const [status, phrase, detail] = answers[error.code ?? ""] ?? [
    400,
    "Bad Request",
    "This is not valid HTTP.",
  ];
  const requestId = newId();
  const type = problemUri("invalid-request");
  const body = JSON.stringify({ type, title: phrase, status, detail, requestId });
  socket.end(
    [
      `HTTP/1.1 ${status} ${phrase}`,
      "content-type: application/problem+json; charset=utf-8",
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${requestId}`,
      "connection: close",
      "",
      body,
    ].join("\r\n"),
  );
}
