/** Opens one file of `ATTACKS` by its path and tells how it was refused, in how long and with how much more memory. */
import { readFileSync } from 'node:fs';
import { bytesReader, openDicom } from '../../../dicom/index.ts';
import { imageFile } from '../support/imageFile.ts';
import { tryFile } from './runCase.ts';

const bytes = new Uint8Array(readFileSync(process.argv[2]!));
// The code is loaded before: that is not the file's cost.
await openDicom(bytesReader(imageFile()));
const kilobytes = process.resourceUsage().maxRSS;
const started = performance.now();
const outcome = await tryFile(bytes);
const milliseconds = Math.round(performance.now() - started);
const megabytes = Math.round((process.resourceUsage().maxRSS - kilobytes) / 1024);
console.log(JSON.stringify({ outcome, milliseconds, megabytes }));
