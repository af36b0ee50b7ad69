/** Every message has this size as JSON, whoever carries it. */
export const PAYLOAD_BYTES = 200;

export interface Payload {
  /** Which message it is, counted from 0 in each measurement. */
  readonly n: number;
  readonly text: string;
}

/** The message `n`: exactly `PAYLOAD_BYTES` of JSON, its text beginning with `text`. */
export function payload(n: number, text = ""): Payload {
  const frame = JSON.stringify({ n, text: "" }).length;
  return { n, text: text.padEnd(PAYLOAD_BYTES - frame, ".") };
}

/** The messages `from` … `from + count - 1`. */
export function payloads(count: number, from = 0): Payload[] {
  return Array.from({ length: count }, (_, index) => payload(from + index));
}

/** Counts the effects of each message, to tell at the end whether each happened exactly once. */
export class Ledger {
  readonly #effects: Uint8Array;
  #strangers = 0;

  constructor(count: number) {
    this.#effects = new Uint8Array(count);
  }

  /** Records that message `n` was handled. */
  effect(n: number): void {
    if (n in this.#effects) this.#effects[n] = Math.min((this.#effects[n] ?? 0) + 1, 255);
    else this.#strangers += 1;
  }

  /** What went wrong, in words; null when every message was handled once and none is `left` behind. */
  fault(left = 0): string | null {
    const lost = this.#effects.filter((times) => times === 0).length;
    const repeated = this.#effects.filter((times) => times > 1).length;
    if (lost + repeated + this.#strangers + left === 0) return null;
    return (
      `of ${this.#effects.length} messages ${lost} were never handled, ${repeated} more than once, ` +
      `${this.#strangers} were not sent by this run, and ${left} are still in the queue`
    );
  }
}
