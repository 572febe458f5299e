import { generate, type Done } from "./load.ts";
import { RawConnection, requestBytes, type Ask } from "./raw-http.ts";

/** Requests that `clients` connections send, each as soon as its last was answered. */
export interface HttpJob {
  kind: "http";
  /** The connections are spread over these. */
  origins: string[];
  clients: number;
  asks: Ask[];
  /** The statuses that are no failure. */
  expected: number[];
}

/** Opens all connections, then sends; only the latter is timed. */
export async function loadHttp(job: HttpJob, isHalted: () => boolean): Promise<Done> {
  const { origins, clients, asks, expected } = job;
  const requests = asks.map((ask) => requestBytes(origins[0]!, ask));
  const connections = Array.from(
    { length: clients },
    (_, index) => new RawConnection(origins[index % origins.length]!),
  );
  let bytes = 0;
  let unexpected: Done["unexpected"];
  try {
    for (const connection of connections) await connection.open();
    const done = await generate(
      { total: requests.length, clients, isHalted },
      async (n, client) => {
        const answer = await connections[client]!.send(requests[n]!);
        bytes += answer.bytes;
        if (!expected.includes(answer.status)) {
          unexpected ??= { count: 0, first: answer.text().slice(0, 800) };
          unexpected.count += 1;
        }
        return answer.status;
      },
    );
    return { ...done, bytes, ...(unexpected && { unexpected }) };
  } finally {
    for (const connection of connections) connection.close();
  }
}
