/**
 * Opens one file of `ATTACKS` by its path. Reports the error, the CPU time and the peak memory. Node, the library and a first
 * file of the same transfer syntax are loaded before, so the cost does not include them.
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

// The start used more memory than is in use now, so its peak would hide the attack's. This resets the peak on Linux
// (proc(5), clear_refs).
writeFileSync('/proc/self/clear_refs', '5');
const before = kilobytes('VmRSS');
const started = process.cpuUsage();
const outcome = await tryFile(bytes);
const { user, system } = process.cpuUsage(started);
const milliseconds = Math.round((user + system) / 1000);
const megabytes = Math.round((kilobytes('VmHWM') - before) / 102.4) / 10;
console.log(JSON.stringify({ outcome, milliseconds, megabytes }));
