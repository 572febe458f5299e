import { conflict, unavailable } from "../base/problem.ts";
import { GatewayRefused, GatewayUnclear } from "./gateway.ts";

/**
 * Asks a gateway on behalf of a waiting caller. Silence is not our fault, and asking again does nothing twice.
 *
 * @throws Problem unavailable when nothing clear came back, conflict when the gateway refuses
 */
export async function askGateway<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof GatewayUnclear) throw unavailable(error);
    if (!(error instanceof GatewayRefused)) throw error;
    const { message } = error;
    throw conflict(`رفضت بوابة الدفع ذلك: ${message}`, `The gateway refused: ${message}`);
  }
}
