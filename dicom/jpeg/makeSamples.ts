/** Allocates samples of the given bits. */
export const makeSamples = (length: number, precision: number): Uint8Array | Uint16Array =>
  precision > 8 ? new Uint16Array(length) : new Uint8Array(length);
