import { toConfigList } from '../../components/settings/notations.ts';
import { settingEntries, type Setting } from '../../components/settings/settingsTable.ts';
import { describeSetting, typeOf } from './projectFile.ts';
import { code, table } from './references.ts';

/** Renders `docs/configuration.md`: every setting with its type, default and an example. */
export function configurationPage(): string {
  return [
    '# Configuration',
    '',
    'Each setting is a key of the stack, set by `pulumi config set dicom-analyzer:KEY VALUE`, and an argument of',
    '`new ImageAnalysis()`. A setting without a default is required. `undefined` and empty text select the default. A',
    "list is set by element: `pulumi config set --path 'dicom-analyzer:allowedOrigins[0]' https://portal.example.org`.",
    'A map, in code an object, is a list of `name=value` in the stack. Settings are validated before anything is',
    'deployed; one error names every invalid setting.',
    '',
    table(
      ['setting', 'type', 'default', 'description', 'example'],
      settingEntries().map(([name, setting]) => [
        code(name),
        typeInWords(setting),
        'default' in setting ? valueInWords(setting.default) : 'required',
        `${describeSetting(setting)}.`,
        setting.secret === true ? code('"$(openssl rand -hex 32)"') : valueInWords(setting.example),
      ]),
    ),
  ].join('\n');
}

const typeInWords = (setting: Setting): string => {
  const type = typeOf(setting);
  const isMap = type === 'array' && !Array.isArray(setting.example);
  return `${isMap ? 'map' : type}${setting.secret === true ? ', secret' : ''}`;
};

const valueInWords = (value: unknown): string => {
  const values = typeof value === 'object' && value !== null ? toConfigList(value) : [String(value)];
  return (
    values
      .filter((text) => text !== '')
      .map(code)
      .join(' ') || 'none'
  );
};
