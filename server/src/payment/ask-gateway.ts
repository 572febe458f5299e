import { conflict, unavailable } from "../base/problem.ts";
import { GatewayRefused, GatewayUnclear } from "./gateway.ts";

/**
 * Asks a gateway on behalf of a waiting caller. No answer is not the caller's fault, and asking again has no second
 * effect.
 *
 * @throws Problem unavailable when the gateway gives no clear answer, conflict when it refuses
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
