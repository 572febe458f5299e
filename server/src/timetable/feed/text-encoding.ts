/** The encodings a feed's file may have. The reference requires UTF-8. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1256";

/**
 * Detects a file's encoding from all of its bytes: a UTF-16 mark, valid UTF-8, or Windows Arabic. Windows encodings
 * of Latin letters cannot be told apart: the same bytes are different letters in French, Polish and Turkish.
 *
 * @returns undefined when the encoding cannot be determined
 */
export async function detectEncoding(bytes: AsyncIterable<Buffer>): Promise<Encoding | undefined> {
  const arabic = new WindowsArabic();
  let encoding: Encoding = "utf-8";
  let decoder: TextDecoder | undefined;
  let isValid = true;
  let start = Buffer.alloc(0);
  const look = (chunk: Buffer) => {
    encoding = decoder ? encoding : markedEncoding(chunk);
    decoder ??= new TextDecoder(encoding, { fatal: true });
    isValid &&= decodes(decoder, chunk);
    arabic.look(chunk);
  };
  for await (const chunk of bytes) {
    // A chunk boundary may split the mark.
    if (!decoder && start.length + chunk.length < MARK_BYTES) start = Buffer.concat([start, chunk]);
    else look(decoder ? chunk : Buffer.concat([start, chunk]));
  }
  if (!decoder) look(start);
  if (isValid && decodes(decoder)) return encoding;
  return encoding === "utf-8" && arabic.isTold ? "windows-1256" : undefined;
}

const MARK_BYTES = 2;

function markedEncoding(start: Buffer): Encoding {
  const mark = start.subarray(0, MARK_BYTES).toString("hex");
  return mark === "fffe" ? "utf-16le" : mark === "feff" ? "utf-16be" : "utf-8";
}

/** Whether the next piece is valid; without a piece, whether the text may end here. */
function decodes(decoder: TextDecoder | undefined, chunk?: Buffer): boolean {
  try {
    decoder?.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}

const [ALEF, LAM] = [0xc7, 0xe1];
const [SIGN, LATIN, ARABIC, FOREIGN] = [0, 1, 2, 3] as const;

/** Recognises windows-1256 Arabic: only its letters and signs above ASCII, and words with the Arabic article. */
class WindowsArabic {
  #isForeign = false;
  #articles = 0;
  #kind: number = SIGN;
  #byte = 0;
  /** Whether the previous byte began a word. */
  #began = false;

  get isTold(): boolean {
    return !this.#isForeign && this.#articles > 0;
  }

  look(bytes: Buffer): void {
    if (this.#isForeign) return;
    for (const byte of bytes) {
      const kind = KINDS[byte] as number;
      const mixed =
        (kind === ARABIC && this.#kind === LATIN) || (kind === LATIN && this.#kind === ARABIC);
      if (kind === FOREIGN || mixed) this.#isForeign = true;
      if (this.#began && this.#byte === ALEF && byte === LAM) this.#articles += 1;
      this.#began = kind === ARABIC && this.#kind !== ARABIC;
      this.#kind = kind;
      this.#byte = byte;
    }
  }
}

/** Spaces, marks and punctuation above ASCII. */
const SIGNS = "\u00a0\u200c\u200d\u200e\u200f،؛؟«»‘’“”–—…";

/**
 * The kind of each byte in windows-1256. Its Latin and Persian letters count as foreign: other languages have them
 * too.
 */
const KINDS: readonly number[] = Array.from({ length: 256 }, (_, byte) => {
  const letter = new TextDecoder("windows-1256").decode(Uint8Array.of(byte));
  if (byte < 0x80) return /[a-z]/i.test(letter) ? LATIN : SIGN;
  if (/[ء-ْ]/.test(letter)) return ARABIC;
  return SIGNS.includes(letter) ? SIGN : FOREIGN;
});
