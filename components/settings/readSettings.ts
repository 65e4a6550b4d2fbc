import * as pulumi from '@pulumi/pulumi';
import * as z from 'zod';
import { markSource } from './configurationSource.ts';
import { findInvalidSettings, findProblems } from './findProblems.ts';
import type { ImageAnalysisArgs } from './imageAnalysisArgs.ts';
import { createConfigNotation } from './notations.ts';
import { SettingsError } from './settingsError.ts';
import { SETTINGS, type Setting, type SettingName } from './settingsTable.ts';

/**
 * Reads the program's configuration. Every key in the namespace must be a setting: a program with other keys passes
 * another namespace, as in `readSettings(new pulumi.Config('images'))`.
 *
 * @param config defaults to the project's own namespace
 * @throws SettingsError that names every missing, invalid or unknown key, with the accepted values and an example
 */
export function readSettings(config = new pulumi.Config()): ImageAnalysisArgs {
  const values = Object.fromEntries(
    readTexts(config.name).map(([name, text]) => [name, parseText(name, text)]),
  );
  // Code may still complete the settings, so contradictions alone are left to `ImageAnalysis`.
  if (findInvalidSettings(values).length > 0) {
    const notation = createConfigNotation(config.name);
    throw new SettingsError(findProblems(values), () => notation);
  }
  return markSource(wrapSecrets(values), config.name) as unknown as ImageAnalysisArgs;
}

/** Returns the keys of a namespace with their values; an empty text is an absent value. */
const readTexts = (namespace: string): [name: string, text: string][] =>
  // `Config.get` warns of secrets.
  Object.entries(pulumi.runtime.allConfig())
    .filter(([key, text]) => key.startsWith(`${namespace}:`) && text !== '')
    .map(([key, text]) => [key.slice(namespace.length + 1), text]);

const settingOf = (name: string): Setting | undefined =>
  name in SETTINGS ? SETTINGS[name as SettingName] : undefined;

function parseText(name: string, text: string): unknown {
  const schema = settingOf(name)?.schema;
  if (schema === undefined || isText(schema)) return text;
  const value = parseJson(text);
  return schema instanceof z.ZodRecord ? parsePairs(value) : value;
}

/** Text stays text even if it looks like a number. */
const isText = (schema: z.ZodType): boolean =>
  [z.ZodString, z.ZodStringFormat, z.ZodEnum].some((kind) => schema instanceof kind);

/** Returns text that is not JSON unchanged: the schema then rejects it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Reads a list of `name=value` as a record. Returns anything else unchanged: the schema then rejects it. */
function parsePairs(value: unknown): unknown {
  const isPair = (each: unknown): each is string => typeof each === 'string' && each.includes('=');
  if (!Array.isArray(value) || !value.every(isPair)) return value;
  return Object.fromEntries(
    value.map((pair) => {
      const end = pair.indexOf('=');
      return [pair.slice(0, end), pair.slice(end + 1)];
    }),
  );
}

const wrapSecrets = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      settingOf(name)?.secret === true ? pulumi.secret(value) : value,
    ]),
  );
