/** The feed as a whole cannot be read; the message names the file and the remedy. */
export class UnreadableFeed extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "UnreadableFeed";
  }
}
