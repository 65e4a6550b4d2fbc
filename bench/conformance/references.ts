import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An entry of `refs.json`, which `../shared/dicom/README.md` describes. */
export interface Reference {
  ts: string;
  pi: string;
  trusted?: 'two-agree' | 'single-tool' | 'disagree' | 'untrusted-known-wrong';
  /** NumPy's name of the sample type, such as `<u2`. */
  dtype?: string;
  shape?: number[];
  sha256?: string;
  min?: number;
  max?: number;
  mean?: number;
  lossy: boolean;
  tolerance?: number;
  /** The samples, gzipped; a path relative to the directory. */
  raw: string | null;
  display: { dcm2pnm: string; png: string } | null;
}

export async function readReferences(directory: string): Promise<[path: string, reference: Reference][]> {
  const file = join(directory, 'refs.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`${file} cannot be read. Name a directory with a refs.json.`, { cause });
  });
  const references = JSON.parse(text) as Record<string, Reference>;
  return Object.entries(references).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Returns true for references that decide if a file is right. The others need a human judgement. */
export const isTrusted = ({ trusted }: Reference): boolean =>
  trusted === 'two-agree' || trusted === 'single-tool';
