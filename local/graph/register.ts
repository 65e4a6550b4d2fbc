import { createHash } from 'node:crypto';
import type { StackSettings } from './graph.ts';
import { rejectIgnoredProperties } from './rejectIgnoredProperties.ts';
import type { Registration } from './resourceType.ts';
import { resourceTypes } from './resourceTypes.ts';

const HEX = '0123456789abcdef';

/** Derives characters from the seed, so that names stay the same after a restart. */
function deriveToken(seed: string, length: number, alphabet: string): string {
  const digest = createHash('sha512').update(seed).digest();
  return Array.from({ length }, (_, index) => alphabet[(digest[index] ?? 0) % alphabet.length]).join('');
}

function deriveUuid(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The answer to the creation of one resource: its id, and the inputs with the properties that AWS adds. */
export interface Registered {
  readonly id: string;
  readonly outputs: Record<string, unknown>;
}

/** Registers one custom resource. Throws an error that names an unknown type or a property that would be ignored. */
export function register(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  settings: StackSettings,
): Registered {
  const known = resourceTypes[type];
  if (known === undefined)
    throw new Error(`The local cloud does not know the resource type ${type} (of \`${name}\`).`);
  rejectIgnoredProperties(type, name, inputs, known);
  const seed = `${settings.project}/${settings.stack}/${type}/${name}`;
  const given = known.autoName === undefined ? undefined : inputs[known.autoName];
  const prefix = typeof inputs.namePrefix === 'string' ? inputs.namePrefix : `${name}-`;
  const registration: Registration = {
    name,
    physicalName:
      typeof given === 'string'
        ? given
        : `${prefix}${deriveToken(seed, 7, HEX)}${known.autoNameSuffix ?? ''}`,
    inputs,
    settings,
    token: (length, alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789') =>
      deriveToken(seed, length, alphabet),
    uuid: () => deriveUuid(seed),
  };
  const { id, ...added } = known.outputs(registration);
  return { id, outputs: { ...inputs, ...added } };
}
