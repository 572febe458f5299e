import { classicSlot } from "./sql-load.ts";
import type { Ground } from "./ground.ts";
import {
  alternate,
  measureJob,
  middleRatio,
  middles,
  type Bench,
  type Figures,
  type Measured,
} from "./measure.ts";
import { hasPeer, PEER_PACKAGES, startPeer } from "./peer-process.ts";
import type { Ask } from "./raw-http.ts";
import { measureOurs, reservation, takeClassicSlots } from "./reservations.ts";

/** The same number of clients, one reservation each, in turn. */
export interface Beside {
  clients: number;
  ours: Figures;
  peer: Figures;
  /** Our reservations for each of the peer's in the same time. */
  timesRate: number;
  /** The peer's processor time for each reservation ÷ ours. */
  timesProcessor: number;
}

export type Peer = Beside | { skipped: string };

const CLIENTS = 32;

/** Measures the classic design in Django REST framework beside the program, where Debian's packages are there. */
export async function measurePeer(bench: Bench, ground: Ground): Promise<Peer> {
  if (!(await hasPeer())) {
    const skipped = `the peer in Django REST framework was skipped: it needs ${PEER_PACKAGES}`;
    bench.say(skipped);
    return { skipped };
  }
  bench.say("reservations beside the classic design in Django REST framework");
  const peer = await startPeer(bench.yardsticksUrl);
  try {
    const total = Math.max(CLIENTS, Math.round(600 * bench.size));
    const runPeer = () =>
      measureJob(
        bench,
        {
          kind: "http",
          origins: [peer.origin],
          clients: CLIENTS,
          asks: peerAsks(total),
          expected: [201],
        },
        () => peer.findPids(),
      );
    const runOurs = () =>
      measureOurs(bench, ground, { clients: CLIENTS, total: 1200, ask: () => reservation(ground) });
    // The first requests import and compile what they need.
    await runPeer();
    await runOurs();
    const rounds = await alternate<"ours" | "peer", Measured>(bench.rounds, {
      ours: runOurs,
      peer: runPeer,
    });
    return {
      clients: CLIENTS,
      ours: middles(rounds.ours),
      peer: middles(rounds.peer),
      timesRate: middleRatio(rounds.ours, rounds.peer, "perSecond"),
      timesProcessor: middleRatio(rounds.peer, rounds.ours, "cpuMs"),
    };
  } finally {
    await peer.stop();
  }
}

function peerAsks(total: number): Ask[] {
  const first = takeClassicSlots(total);
  return Array.from({ length: total }, (_, n) => {
    const { staff, start } = classicSlot(first + n);
    const body = JSON.stringify({ staff, starts_at: start.toISOString(), customer: "Bench" });
    return { method: "POST", path: "/bookings", body };
  });
}
