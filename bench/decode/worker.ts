/** Decodes files with `dicom/` as bundled for Lambda, in one warm process. Reads requests and writes answers as JSON lines. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { bytesReader, encodeJpeg, openDicom, toDisplay } from '../../dicom/index.ts';
import type { Answer, Request, Times } from './measurement.ts';

for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(await answer(JSON.parse(line) as Request)));

async function answer({ path, runs, milliseconds, clock }: Request): Promise<Answer> {
  try {
    const every: Times[] = [];
    const end = performance.now() + milliseconds;
    for (;;) {
      const { display, times } = await decodeOnce(path, clock === 'cpu' ? cpuTime : () => performance.now());
      every.push(times);
      if (every.length < runs || performance.now() < end) continue;
      const mean = display.data.reduce((sum, level) => sum + level, 0) / display.data.length;
      return { runs: every, width: display.width, height: display.height, mean };
    }
  } catch (error) {
    return { error: String(error) };
  }
}

/** Returns the CPU time of all the process's threads, in milliseconds. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function decodeOnce(path: string, now: () => number) {
  const marks = [now()];
  const mark = () => marks.push(now());
  const bytes = readFileSync(path);
  mark();
  const image = await openDicom(bytesReader(bytes));
  mark();
  const frame = await image.readFrame(0);
  mark();
  const display = toDisplay(image, frame, 0);
  mark();
  await encodeJpeg(display, { quality: 90 });
  mark();
  const stage = (index: number): number => marks[index + 1]! - marks[index]!;
  const times: Times = {
    read: stage(0),
    header: stage(1),
    codec: stage(2),
    display: stage(3),
    encode: stage(4),
    total: marks[5]! - marks[0]!,
  };
  return { display, times };
}
