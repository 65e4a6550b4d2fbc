import { createHash, type Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The checksum algorithms of S3. https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
export const ALGORITHMS = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const;

interface Running {
  update(data: Uint8Array): void;
  /** In Base64. */
  digest(): string;
}

const fromHash = (hash: Hash): Running => ({
  update: (data) => void hash.update(data),
  digest: () => hash.digest('base64'),
});

function crc32Running(): Running {
  let value = 0;
  return {
    update: (data) => (value = crc32(data, value)),
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes.toString('base64');
    },
  };
}

/** The table of CRC-32C: the Castagnoli polynomial, reflected. */
const CRC32C = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

function crc32cRunning(): Running {
  let value = 0xffffffff;
  return {
    update: (data) => {
      for (const byte of data) value = CRC32C[(value ^ byte) & 0xff]! ^ (value >>> 8);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE((value ^ 0xffffffff) >>> 0);
      return bytes.toString('base64');
    },
  };
}

/** The table of CRC-64/NVME, reflected; in halves, since 64-bit integers are slow. */
const [HIGH, LOW] = ((): [Uint32Array, Uint32Array] => {
  const [high, low] = [new Uint32Array(256), new Uint32Array(256)];
  for (let index = 0; index < 256; index++) {
    let value = BigInt(index);
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ 0x9a6c9329ac4bc9b5n : value >> 1n;
    high[index] = Number(value >> 32n);
    low[index] = Number(value & 0xffffffffn);
  }
  return [high, low];
})();

function crc64nvmeRunning(): Running {
  let [high, low] = [0xffffffff, 0xffffffff];
  return {
    update: (data) => {
      for (const byte of data) {
        const index = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ LOW[index]!;
        high = (high >>> 8) ^ HIGH[index]!;
      }
    },
    digest: () => {
      const bytes = Buffer.alloc(8);
      bytes.writeUInt32BE(~high >>> 0, 0);
      bytes.writeUInt32BE(~low >>> 0, 4);
      return bytes.toString('base64');
    },
  };
}

const START: Readonly<Record<string, () => Running>> = {
  crc32: crc32Running,
  crc32c: crc32cRunning,
  crc64nvme: crc64nvmeRunning,
  sha1: () => fromHash(createHash('sha1')),
  sha256: () => fromHash(createHash('sha256')),
};

/** Computes the MD5, for the ETag, and the requested checksums of one stream of bytes. */
export class Checksums {
  readonly #md5 = createHash('md5');
  readonly #running: readonly (readonly [string, Running])[];

  constructor(algorithms: readonly string[]) {
    this.#running = [...new Set(algorithms)].map((algorithm) => [algorithm, START[algorithm]!()]);
  }

  update(data: Uint8Array): void {
    this.#md5.update(data);
    for (const [, running] of this.#running) running.update(data);
  }

  digest(): { md5: string; checksums: Record<string, string> } {
    return {
      md5: this.#md5.digest('hex'),
      checksums: Object.fromEntries(this.#running.map(([name, running]) => [name, running.digest()])),
    };
  }
}
