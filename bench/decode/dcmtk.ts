import { spawnSync } from 'node:child_process';
import { median } from './measurement.ts';

const RUNS = 5;

/** Milliseconds that dcmtk's command takes to the same JPEG, its start included; undefined where it is not there or refuses. */
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
