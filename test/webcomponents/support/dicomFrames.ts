/**
 * A DICOM file of 16 by 16 frames, 8 bits, without a meta group (implicit VR little endian): frame n is all of level
 * 60 n, shown as it is by a window of the whole range.
 */
export function dicomFrames(frames: number): Uint8Array<ArrayBuffer> {
  const side = 16;
  const pixels = new Uint8Array(side * side * frames);
  for (let frame = 0; frame < frames; frame++)
    pixels.fill(60 * (frame + 1), frame * side * side, (frame + 1) * side * side);
  return concatenate([
    element(0x0008, 0x0016, text('1.2.840.10008.5.1.4.1.1.7.2\0')),
    element(0x0008, 0x0060, text('OT')),
    element(0x0028, 0x0002, short(1)),
    element(0x0028, 0x0004, text('MONOCHROME2 ')),
    element(0x0028, 0x0008, text(String(frames).padEnd(2))),
    element(0x0028, 0x0010, short(side)),
    element(0x0028, 0x0011, short(side)),
    element(0x0028, 0x0100, short(8)),
    element(0x0028, 0x0101, short(8)),
    element(0x0028, 0x0102, short(7)),
    element(0x0028, 0x0103, short(0)),
    element(0x0028, 0x1050, text('128 ')),
    element(0x0028, 0x1051, text('256 ')),
    element(0x7fe0, 0x0010, pixels),
  ]);
}

function element(group: number, number: number, value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + value.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, group, true);
  view.setUint16(2, number, true);
  view.setUint32(4, value.length, true);
  bytes.set(value, 8);
  return bytes;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const short = (value: number): Uint8Array => new Uint8Array([value & 255, value >> 8]);

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
