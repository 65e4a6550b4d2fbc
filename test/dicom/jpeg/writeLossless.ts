/** The options of a lossless JPEG frame (ITU T.81 annex H). */
export interface LosslessOptions {
  width: number;
  height: number;
  components?: number;
  precision: number;
  /** 1 to 7; default 1. */
  predictor?: number;
  pointTransform?: number;
  /** Rows between restarts; default none. */
  restartRows?: number;
  /** The code length of each of the 17 categories, from 1 to 16 bits, in ascending order; default 5. */
  codeBits?: number[];
  /** A scan for each component; default one for all. */
  separate?: boolean;
}

/** Writes samples, interleaved by pixel. */
export function writeLossless(samples: ArrayLike<number>, options: LosslessOptions): Uint8Array {
  const {
    width,
    height,
    components = 1,
    precision,
    predictor = 1,
    pointTransform = 0,
    restartRows = 0,
    codeBits = Array.from({ length: 17 }, () => 5),
    separate = false,
  } = options;
  const codes = canonical(codeBits);
  const ids = Array.from({ length: components }, (_, index) => index + 1);
  const header = [
    [0xff, 0xd8, 0xff, 0xc4, 0, 19 + 17, 0],
    Array.from({ length: 16 }, (_, index) => codeBits.filter((bits) => bits === index + 1).length),
    Array.from({ length: 17 }, (_, category) => category),
    restartRows === 0 ? [] : [0xff, 0xdd, 0, 4, (restartRows * width) >> 8, (restartRows * width) & 255],
    [
      0xff,
      0xc3,
      0,
      8 + 3 * components,
      precision,
      height >> 8,
      height & 255,
      width >> 8,
      width & 255,
      components,
    ],
    ids.flatMap((id) => [id, 0x11, 0]),
  ].flat();
  const bytes: number[] = [];
  let bits = '';
  const flush = () => {
    while (bits.length % 8 !== 0) bits += '1';
    for (let at = 0; at < bits.length; at += 8) {
      const byte = Number.parseInt(bits.slice(at, at + 8), 2);
      bytes.push(...(byte === 0xff ? [0xff, 0] : [byte]));
    }
    bits = '';
  };
  const at = (x: number, y: number, c: number): number =>
    samples[(y * width + x) * components + c]! >> pointTransform;
  const predict = (x: number, y: number, c: number, firstRow: boolean): number => {
    if (x === 0 && firstRow) return 1 << (precision - pointTransform - 1);
    if (firstRow) return at(x - 1, y, c);
    if (x === 0) return at(x, y - 1, c);
    const a = at(x - 1, y, c);
    const b = at(x, y - 1, c);
    const d = at(x - 1, y - 1, c);
    return [0, a, b, d, a + b - d, a + ((b - d) >> 1), b + ((a - d) >> 1), (a + b) >> 1][predictor]!;
  };
  const writeScan = (parts: number[]) => {
    bytes.push(0xff, 0xda, 0, 6 + 2 * parts.length, parts.length, ...parts.flatMap((part) => [part + 1, 0]));
    bytes.push(predictor, 0, pointTransform);
    for (let y = 0; y < height; y++) {
      const firstRow = restartRows === 0 ? y === 0 : y % restartRows === 0;
      if (firstRow && y > 0) {
        flush();
        bytes.push(0xff, 0xd0 + ((y / restartRows - 1) & 7));
      }
      for (let x = 0; x < width; x++)
        for (const c of parts) bits += difference(at(x, y, c) - predict(x, y, c, firstRow), codes);
    }
    flush();
  };
  const all = ids.map((id) => id - 1);
  if (separate) for (const part of all) writeScan([part]);
  else writeScan(all);
  return Uint8Array.from([...header, ...bytes, 0xff, 0xd9]);
}

/** Returns the codes for given code lengths (annex C). */
function canonical(lengths: number[]): string[] {
  let code = 0;
  return lengths.map((length, index) => {
    if (index > 0) code = (code + 1) << (length - lengths[index - 1]!);
    return code.toString(2).padStart(length, '0');
  });
}

/** Returns the category and additional bits of a difference (table H.2), modulo 2^16. */
function difference(value: number, codes: string[]): string {
  const wrapped = (value << 16) >> 16;
  const category = wrapped === 0 ? 0 : 32 - Math.clz32(Math.abs(wrapped));
  const code = codes[category]!;
  if (category === 0 || category === 16) return code;
  return code + (wrapped < 0 ? wrapped + (1 << category) - 1 : wrapped).toString(2).padStart(category, '0');
}
