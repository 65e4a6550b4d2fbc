import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeFirst } from '../../../bench/conformance/decodeFirst.ts';
import { compareWithReference, type Verdict } from '../../../bench/conformance/compareFile.ts';
import { readReferences } from '../../../bench/conformance/references.ts';
import { summaryOf, type Summary } from '../sameResults/summarise.ts';

const directory = fileURLToPath(new URL('../../../../shared/dicom', import.meta.url));

/** The result of decoding a reference file in Node. */
export interface Outcome {
  path: string;
  verdict: Verdict;
  summary: Summary;
}

let run: Promise<Outcome[]> | undefined;

export const referenceFile = (path: string): Promise<Buffer> => readFile(join(directory, path));

/** Decodes every file of ../shared/dicom, once for all tests. Returns undefined and prints a line if the folder is absent. */
export async function referenceRun(): Promise<Outcome[] | undefined> {
  if (!existsSync(directory)) {
    console.log('      ../shared/dicom is absent: nothing to compare with');
    return undefined;
  }
  return (run ??= decodeAll());
}

async function decodeAll(): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [path, reference] of await readReferences(directory)) {
    const decoded = await decodeFirst(new Uint8Array(await referenceFile(path)));
    // The comparison may add warnings, so the summary comes first.
    const summary = await summaryOf(decoded);
    outcomes.push({
      path,
      summary,
      verdict: await compareWithReference(path, decoded, reference, directory),
    });
  }
  return outcomes;
}
