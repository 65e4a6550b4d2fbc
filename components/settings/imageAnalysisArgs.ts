import type * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { settingEntries, type SETTINGS, type SettingName, type SettingValue } from './settingsTable.ts';
import type { Transform } from '../transform.ts';

type Table = typeof SETTINGS;
type RequiredName = {
  [Name in SettingName]: Table[Name] extends { default: unknown } ? never : Name;
}[SettingName];
type OptionalName = Exclude<SettingName, RequiredName>;

/** A setting's value, or an output where the table permits one. */
type Argument<Name extends SettingName> = Table[Name] extends { input: true }
  ? pulumi.Input<SettingValue<Name>>
  : SettingValue<Name>;

type RequiredSettings = { [Name in RequiredName]: Argument<Name> };
type OptionalSettings = { [Name in OptionalName]?: Argument<Name> | undefined };

/** Escape hatches to the arguments of child resources. */
export interface Transforms {
  bucket?: Transform<aws.s3.BucketArgs>;
  table?: Transform<aws.dynamodb.TableArgs>;
  function?: Transform<aws.lambda.FunctionArgs>;
  /** The role of every function. The stack has no other roles. */
  role?: Transform<aws.iam.RoleArgs>;
  queue?: Transform<aws.sqs.QueueArgs>;
  api?: Transform<aws.apigatewayv2.ApiArgs>;
  distribution?: Transform<aws.cloudfront.DistributionArgs>;
}

/** The arguments of `ImageAnalysis`; `docs/configuration.md` describes each. `undefined` selects the default. */
export interface ImageAnalysisArgs extends RequiredSettings, OptionalSettings {
  /** Escape hatches to the arguments of child resources. */
  transform?: Transforms | undefined;
}

/** The arguments after validation, with every default filled in. */
export type Settings = { [Name in SettingName]: Argument<Name> } & { transform?: Transforms };

/** The default of every optional setting. */
export const DEFAULTS = Object.fromEntries(
  settingEntries()
    .filter(([, setting]) => 'default' in setting)
    .map(([name, setting]) => [name, setting.default]),
) as { [Name in OptionalName]: Argument<Name> };

/** Returns the settings with every default filled in. Empty text is an absent value, as in a configuration. */
export const fillDefaults = (values: Readonly<Partial<Record<SettingName, unknown>>>): Settings => ({
  ...DEFAULTS,
  ...(Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== ''),
  ) as Pick<Settings, RequiredName>),
});
