/** The executable that the Pulumi engine starts in place of the provider that its argument names: it prints its port. */
import { Account } from './account.ts';
import { serveProvider } from './server.ts';
import { PROVIDER_SETTINGS } from './settings.ts';

const port = await serveProvider({
  account: new Account(process.env.ENGINE_ACCOUNT!),
  settings: PROVIDER_SETTINGS,
  policyDelay: Number(process.env.ENGINE_POLICY_DELAY ?? 0),
  acceptSecrets: process.argv[2] === 'awsx',
});
console.log(port);
