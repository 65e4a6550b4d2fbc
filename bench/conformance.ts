/**
 * `npm run conformance -- DIR [--json FILE] [--markdown]`: decodes every file in DIR/refs.json and compares it with its
 * reference. Exits with 1 if a file is wrong, or is rejected although it has a trusted reference.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { compareFile, type FileVerdict } from './conformance/compareFile.ts';
import { readReferences } from './conformance/references.ts';
import { report } from './conformance/report.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, markdown: { type: 'boolean', default: false } },
});
const [directory] = positionals;

if (directory === undefined || positionals.length > 1) {
  console.error('usage: npm run conformance -- DIR [--json FILE] [--markdown]');
  process.exitCode = 2;
} else {
  const verdicts: FileVerdict[] = [];
  for (const [path, reference] of await readReferences(directory))
    verdicts.push(await compareFile(path, reference, directory));
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(verdicts, undefined, 1)}\n`);
  console.log(report(verdicts, values.markdown));
  const failed = verdicts.some(
    ({ outcome, trusted }) => outcome === 'wrong' || (outcome === 'rejected' && trusted),
  );
  if (failed) process.exitCode = 1;
}
