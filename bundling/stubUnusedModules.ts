import type { Plugin } from 'esbuild';
import { dirname } from 'node:path';

interface Stub {
  /** Matches the path of the module that is replaced. */
  readonly module: RegExp;
  readonly contents: string;
}

/**
 * Modules of dependencies that no function reaches on Lambda. They cost 10 ms of every cold start (docs/coldStart.md).
 *
 * - The SDK's credential provider chain: single sign-on, profiles, processes, web identities and instance metadata, with
 *   a client for each service that these call. Lambda puts the role's credentials into the environment, which the chain
 *   reads first; so does the local cloud:
 *   https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 * - X-Ray's support for version 2 of the SDK, which brings all of `semver`. The clients here are of version 3.
 */
export const STUBS: readonly Stub[] = [
  {
    module: /@aws-sdk\/credential-provider-node\/dist-es\/index\.js$/,
    contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
  },
  {
    module: /aws-xray-sdk-core\/dist\/lib\/patchers\/aws_p\.js$/,
    contents: `const refuse = () => { throw new Error('This bundle cannot trace version 2 of the AWS SDK. Use version 3.'); };
module.exports = { captureAWS: refuse, captureAWSClient: refuse, captureAWSRequest: refuse };`,
  },
];

/** Replaces modules that functions on Lambda never use by stubs, which throw where they are called after all. */
export const stubUnusedModules: Plugin = {
  name: 'stub unused modules',
  setup(build) {
    for (const { module, contents } of STUBS)
      build.onLoad({ filter: module }, ({ path }) => ({ contents, resolveDir: dirname(path) }));
  },
};
