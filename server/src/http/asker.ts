import type { FastifyRequest } from "fastify";
import type { Asker } from "../base/waiting-questions.ts";

/** The client of a request: aborted when its connection is closed. Read when needed, so it costs no listener. */
export function askerOf({ raw: { socket } }: FastifyRequest): Asker {
  return {
    get aborted() {
      return socket.destroyed;
    },
  };
}
