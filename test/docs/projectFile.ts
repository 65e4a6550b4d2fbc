import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import * as z from 'zod';
import { toConfigList } from '../../components/settings/notations.ts';
import { settingEntries, type Setting } from '../../components/settings/settingsTable.ts';

const PROJECT_FILE = new URL('../../Pulumi.yaml', import.meta.url);

/** Returns `Pulumi.yaml` with its last section, `config`, rendered from the settings table. */
export function projectFile(): string {
  const text = readFileSync(PROJECT_FILE, 'utf8');
  return `${text.slice(0, text.indexOf('\nconfig:'))}\nconfig:\n${settingEntries()
    .map(([name, setting]) => declare(name, setting))
    .join('')}`;
}

/** Declares one key. A secret is not declared `secret`: the Pulumi CLI rejects that beside a default. */
const declare = (name: string, setting: Setting): string =>
  [
    `  ${name}:`,
    `    type: ${typeOf(setting)}`,
    ...(typeOf(setting) === 'array' ? ['    items: { type: string }'] : []),
    ...('default' in setting ? [`    default: ${defaultInYaml(setting.default)}`] : []),
    `    description: ${toScalar(describeSetting(setting))}`,
    '',
  ].join('\n');

const defaultInYaml = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(toConfigList(value)) : toScalar(value);

const toScalar = (value: unknown): string => stringify(value, { lineWidth: 0 }).trimEnd();

/** Returns the type that `Pulumi.yaml` declares. Pulumi has no type for a fraction or a map. */
export function typeOf({ schema }: Setting): 'boolean' | 'integer' | 'array' | 'string' {
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodNumber) return 'integer';
  return schema instanceof z.ZodArray || schema instanceof z.ZodRecord ? 'array' : 'string';
}

/** Returns a setting's description as a sentence without its full stop. */
export const describeSetting = ({ description }: Setting): string =>
  `${description[0]!.toUpperCase()}${description.slice(1)}`;
