/** A lossless JPEG frame (ITU T.81 annex H) as a test wants it. */
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
}

/** One code of 5 bits for each of the 17 categories. */
const CODE_BITS = 5;

/** Writes samples (interleaved by pixel, in one scan) with every category in a code of five bits. */
export function writeLossless(samples: ArrayLike<number>, options: LosslessOptions): Uint8Array {
  const {
    width,
    height,
    components = 1,
    precision,
    predictor = 1,
    pointTransform = 0,
    restartRows = 0,
  } = options;
  const ids = Array.from({ length: components }, (_, index) => index + 1);
  const header = [
    [0xff, 0xd8, 0xff, 0xc4, 0, 19 + 17, 0, 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
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
    [0xff, 0xda, 0, 6 + 2 * components, components],
    ids.flatMap((id) => [id, 0]),
    [predictor, 0, pointTransform],
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
  for (let y = 0; y < height; y++) {
    const firstRow = restartRows === 0 ? y === 0 : y % restartRows === 0;
    if (firstRow && y > 0) {
      flush();
      bytes.push(0xff, 0xd0 + ((y / restartRows - 1) & 7));
    }
    for (let x = 0; x < width; x++)
      for (let c = 0; c < components; c++) bits += difference(at(x, y, c) - predict(x, y, c, firstRow));
  }
  flush();
  return Uint8Array.from([...header, ...bytes, 0xff, 0xd9]);
}

/** Category and additional bits (table H.2), modulo 2^16. */
function difference(value: number): string {
  const wrapped = (value << 16) >> 16;
  const category = wrapped === 0 ? 0 : 32 - Math.clz32(Math.abs(wrapped));
  const code = category.toString(2).padStart(CODE_BITS, '0');
  if (category === 0 || category === 16) return code;
  return code + (wrapped < 0 ? wrapped + (1 << category) - 1 : wrapped).toString(2).padStart(category, '0');
}
