import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** One HTTP request, to be written as it is. */
export interface Ask {
  method: "GET" | "POST";
  path: string;
  /** JSON text. */
  body?: string;
  token?: string;
  idempotencyKey?: string;
}

export interface Answer {
  /** 0 where the connection broke. */
  status: number;
  bytes: number;
  /** Head and body, as far as they are text. */
  text(): string;
}

/** The bytes of a request, made before the clock starts. */
export function requestBytes(origin: string, ask: Ask): Buffer {
  const { method, path, body, token, idempotencyKey } = ask;
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `host: ${new URL(origin).host}`,
    token && `authorization: Bearer ${token}`,
    idempotencyKey && `idempotency-key: ${idempotencyKey}`,
    body !== undefined && "content-type: application/json",
    body !== undefined && `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${lines.filter(Boolean).join("\r\n")}\r\n\r\n${body ?? ""}`);
}

const HEAD_END = Buffer.from("\r\n\r\n");
const LAST_CHUNK = Buffer.from("\r\n0\r\n\r\n");

/**
 * One keep-alive connection that carries one request at a time. It reads no more of an answer than where it ends: on
 * two cores a complete HTTP client would take as long as the server it measures.
 */
export class RawConnection {
  readonly #host: string;
  readonly #port: number;
  #socket: Socket | undefined;
  #parts: Buffer[] = [];
  #size = 0;
  /** The size of the whole answer once its head is known; -1 for one in chunks. */
  #expected: number | undefined;
  #settle: ((answer: Answer) => void) | undefined;

  constructor(origin: string) {
    const { hostname, port } = new URL(origin);
    this.#host = hostname;
    this.#port = Number(port);
  }

  async open(): Promise<void> {
    const socket = connect({ host: this.#host, port: this.#port, noDelay: true });
    await once(socket, "connect");
    socket.on("data", (part: Buffer) => this.#take(part));
    socket.on("error", (error) => this.#break(error.message));
    socket.on("close", () => this.#break("the connection was closed"));
    this.#socket = socket;
  }

  /** Sends a request, on a new connection when the last one broke. */
  async send(request: Buffer): Promise<Answer> {
    if (!this.#socket) await this.open();
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#parts = [];
    this.#size = 0;
    this.#expected = undefined;
    this.#settle = resolve;
    this.#socket!.write(request);
    return promise;
  }

  close(): void {
    this.#socket?.destroy();
  }

  #take(part: Buffer): void {
    this.#parts.push(part);
    this.#size += part.length;
    this.#expected ??= this.#readHead();
    if (this.#expected === undefined) return;
    const isWhole =
      this.#expected < 0
        ? Buffer.concat(this.#parts.slice(-2)).subarray(-LAST_CHUNK.length).equals(LAST_CHUNK)
        : this.#size >= this.#expected;
    if (!isWhole) return;
    const parts = this.#parts;
    const status = Number(parts[0]!.toString("latin1", 9, 12));
    this.#finish({ status, bytes: this.#size, text: () => Buffer.concat(parts).toString() });
  }

  #readHead(): number | undefined {
    if (this.#parts.length > 1) this.#parts = [Buffer.concat(this.#parts)];
    const whole = this.#parts[0]!;
    const end = whole.indexOf(HEAD_END);
    if (end < 0) return undefined;
    const head = whole.toString("latin1", 0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    if (length) return end + HEAD_END.length + Number(length[1]);
    return /\r\ntransfer-encoding: *chunked/i.test(head) ? -1 : end + HEAD_END.length;
  }

  #break(why: string): void {
    this.#socket?.destroy();
    this.#socket = undefined;
    this.#finish({ status: 0, bytes: this.#size, text: () => why });
  }

  #finish(answer: Answer): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(answer);
  }
}
