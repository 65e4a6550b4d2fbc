import type { Plugin } from 'esbuild';
import { dirname } from 'node:path';

/** What a bundle holds in place of a module that no function reaches. */
interface Instead {
  readonly module: RegExp;
  readonly contents: string;
}

/**
 * - The SDK's chain of credentials: single sign-on, profiles, processes, web identities and instance metadata, with a
 *   client of each service that they ask. Lambda gives a function its role's credentials in its environment, where the
 *   chain looks first, and so does the local cloud:
 *   https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 * - What X-Ray needs for version 2 of the SDK, with all of `semver`: the clients are of version 3.
 */
const INSTEAD: readonly Instead[] = [
  {
    module: /@aws-sdk\/credential-provider-node\/dist-es\/index\.js$/,
    contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
  },
  {
    module: /aws-xray-sdk-core\/dist\/lib\/patchers\/aws_p\.js$/,
    contents: `const refuse = () => { throw new Error('Bundles hold no tracing of version 2 of the AWS SDK.'); };
module.exports = { captureAWS: refuse, captureAWSClient: refuse, captureAWSRequest: refuse };`,
  },
];

/** Leaves out of packages what functions on Lambda never reach; what stands there instead says so where it is called. */
export const stubUnusedModules: Plugin = {
  name: 'left out',
  setup(build) {
    for (const { module, contents } of INSTEAD)
      build.onLoad({ filter: module }, ({ path }) => ({ contents, resolveDir: dirname(path) }));
  },
};
