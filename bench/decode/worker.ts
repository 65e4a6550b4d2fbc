/** Decodes files as the bench asks, one JSON line in and one out: `dicom/` as it is bundled for Lambda, in one warm process. */
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
      const { display, times } = await once(path, clock === 'cpu' ? computed : () => performance.now());
      every.push(times);
      if (every.length < runs || performance.now() < end) continue;
      const mean = display.data.reduce((sum, level) => sum + level, 0) / display.data.length;
      return { runs: every, width: display.width, height: display.height, mean };
    }
  } catch (error) {
    return { error: String(error) };
  }
}

/** Milliseconds of all the process's threads. */
function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function once(path: string, now: () => number) {
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
