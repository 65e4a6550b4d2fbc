import type { Workload } from './assumptions.ts';

/** Returns the workload of the command line. @throws Error that names an invalid option */
export function workloadOf(options: {
  images?: string | undefined;
  'dicom-share': string;
  frames: string;
}): Workload {
  return {
    images: number('images', options.images, { whole: true, from: 1, to: 1e10 }),
    dicomShare: number('dicom-share', options['dicom-share'], { whole: false, from: 0, to: 1 }),
    frames: number('frames', options.frames, { whole: true, from: 1, to: 1e5 }),
  };
}

function number(
  name: string,
  text: string | undefined,
  { whole, from, to }: { whole: boolean; from: number; to: number },
): number {
  const value = Number(text);
  if (
    text === undefined ||
    text.trim() === '' ||
    !(value >= from && value <= to) ||
    (whole && value % 1 !== 0)
  )
    throw new Error(
      `--${name} is ${text === undefined ? 'missing' : `'${text}'`}; it is a ${whole ? 'whole ' : ''}number from ${from} to ${to}, as --${name} ${whole ? 1000 : 0.5}`,
    );
  return value;
}
