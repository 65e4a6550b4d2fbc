import { MARKER } from './markers.ts';
import { truncated } from './streamErrors.ts';

/** Reads the bits of packet headers. After 0xFF the next byte has seven bits (ITU T.800 B.10.1). */
export class PacketBits {
  readonly #bytes: Uint8Array;
  #at: number;
  #byte = 0;
  #left = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Reads a bit. Throws DicomError `truncated` at the end. */
  bit(): number {
    if (this.#left === 0) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw truncated('ends inside the header of a packet', this.#at);
      this.#left = this.#byte === 0xff ? 7 : 8;
      this.#byte = byte;
      this.#at++;
    }
    return (this.#byte >> --this.#left) & 1;
  }

  bits(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left--) value = value * 2 + this.bit();
    return value;
  }

  /** Returns the end of the header: the rest of its last byte is padding, and one more byte follows 0xFF. */
  end(): number {
    if (this.#byte === 0xff) this.#at++;
    const { EPH } = MARKER;
    const isMarked = this.#bytes[this.#at] === EPH >> 8 && this.#bytes[this.#at + 1] === (EPH & 0xff);
    return isMarked ? this.#at + 2 : this.#at;
  }
}
