import { notImplemented } from '../../aws/awsError.ts';

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Parses a schedule such as `rate(5 minutes)` into milliseconds; rejects other schedules by name. */
export function parseRate(expression: string): number {
  const match = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (match === null) throw notImplemented(`the schedule ${expression}`);
  return Number(match[1]) * UNITS[match[2]!]!;
}
