import { inspect } from 'node:util';
import type { Notation } from './settingsError.ts';

/** Settings as the arguments of `new ImageAnalysis()`. */
export const codeNotation: Notation = {
  nameOf: (setting) => setting,
  assign: ({ setting, example, secret }) => {
    if (setting === 'name') return `new ImageAnalysis(${inspect(example)}, args)`;
    const value =
      secret === true ? `config.requireSecret('${setting}')` : inspect(example, { breakLength: Infinity });
    return `new ImageAnalysis('dicom', { ${setting}: ${value} })`;
  },
};

/** Settings as configuration keys of a stack. */
export const createConfigNotation = (namespace: string): Notation => ({
  nameOf: (setting) => `${namespace}:${setting}`,
  assign: ({ setting, example, secret }) => {
    const key = `${namespace}:${setting}`;
    if (secret === true) return `pulumi config set --secret ${key} "$(openssl rand -hex 32)"`;
    // The CLI accepts a list only by element: it stores `'["a"]'` as text and then rejects it.
    if (typeof example === 'object')
      return `pulumi config set --path '${key}[0]' ${quote(toConfigList(example as object)[0]!)}`;
    return `pulumi config set ${key} ${quote(typeof example === 'string' ? example : JSON.stringify(example))}`;
  },
});

/** Returns a list or record as `Pulumi.yaml` declares it. Its types include no maps, so `name=value` stands for an entry. */
export const toConfigList = (value: object): string[] =>
  Array.isArray(value)
    ? value.map(String)
    : Object.entries(value).map(([name, each]) => `${name}=${String(each)}`);

/** Quotes a value for the shell if it needs quotes. */
const quote = (value: string): string => (/^[\w./:=@-]+$/.test(value) ? value : `'${value}'`);
