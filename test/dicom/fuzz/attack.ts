/**
 * Opens one file of `ATTACKS` by its path and tells how it was refused, in how much computed time, and how much memory it
 * took at its peak. Node, the library and a first file of the same transfer syntax were there before: they are not the attack's cost.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { bytesReader, openDicom } from '../../../dicom/index.ts';
import { imageFile } from '../../support/imageFile.ts';
import { DEFLATED } from '../../support/writeDicom.ts';
import { tryFile } from './runCase.ts';

const bytes = new Uint8Array(readFileSync(process.argv[2]!));
for (const file of [imageFile(), imageFile({ transferSyntax: DEFLATED })]) await openDicom(bytesReader(file));

const kilobytes = (line: 'VmRSS' | 'VmHWM'): number =>
  Number(new RegExp(`${line}:\\s*(\\d+) kB`).exec(readFileSync('/proc/self/status', 'latin1'))?.[1]);

// Starting took more memory than is held now, so that its peak would hide the attack's: Linux forgets it by this
// (proc(5), clear_refs).
writeFileSync('/proc/self/clear_refs', '5');
const before = kilobytes('VmRSS');
const started = process.cpuUsage();
const outcome = await tryFile(bytes);
const { user, system } = process.cpuUsage(started);
const milliseconds = Math.round((user + system) / 1000);
const megabytes = Math.round((kilobytes('VmHWM') - before) / 102.4) / 10;
console.log(JSON.stringify({ outcome, milliseconds, megabytes }));
