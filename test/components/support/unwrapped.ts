import * as pulumi from '@pulumi/pulumi';

/** The property that marks a wrapped value on the wire (Pulumi SDK, `runtime/rpc`). */
const SIGNATURE = '4dabf18193072939515e22adb298388d';

/** Returns a value with its secrets unwrapped. Keeps assets and archives. */
export function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== 'object' || value === null) return value;
  if (pulumi.asset.Asset.isInstance(value) || pulumi.asset.Archive.isInstance(value)) return value;
  const record = value as Record<string, unknown>;
  if (record[SIGNATURE] === '1b47061264138c4ac30d75fd1eb44270') return unwrapped(record.value);
  return Object.fromEntries(Object.entries(record).map(([key, item]) => [key, unwrapped(item)]));
}
