import { spawnSync } from 'node:child_process';
import { median } from './measurement.ts';

const RUNS = 5;

/** Returns the milliseconds that dcmtk takes to make the same JPEG, with its start, or undefined if it is absent or fails. */
export function dcmtkTime(path: string): number | undefined {
  const window = [['+Wi', '1'], ['+Wm'], []].find((options) => convert(path, options) !== undefined);
  if (window === undefined) return undefined;
  return median(Array.from({ length: RUNS }, () => convert(path, window)!));
}

function convert(path: string, window: string[]): number | undefined {
  const started = performance.now();
  const { status } = spawnSync('dcmj2pnm', ['+oj', '+Jq', '90', '+Js4', ...window, path, '/dev/null']);
  return status === 0 ? performance.now() - started : undefined;
}
