import { createHmac } from 'node:crypto';
import type { Caller } from './types.ts';

/** The credentials of a role's session. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** An access key and its caller. */
export interface AccessKey {
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly caller: Caller;
}

/** The administrator's access key, which the documentation names: it works on loopback only. */
export const ADMINISTRATOR = { accessKeyId: 'local-admin', secretAccessKey: 'local-admin-secret' };

/** Holds the access keys. Those of roles are derived from the seed, so that presigned URLs survive a restart. */
export class Keyring {
  readonly #seed: string;
  readonly #keys = new Map<string, AccessKey>();

  constructor(seed: string, accountId: string) {
    this.#seed = seed;
    this.#keys.set(ADMINISTRATOR.accessKeyId, {
      secretAccessKey: ADMINISTRATOR.secretAccessKey,
      caller: { arn: buildAdministratorArn(accountId), kind: 'user' },
    });
  }

  find(accessKeyId: string): AccessKey | undefined {
    return this.#keys.get(accessKeyId);
  }

  /** Creates the credentials of a role's session. @param session the session name; default `local` */
  createSession(roleArn: string, session = 'local'): SessionCredentials {
    const derive = (purpose: string) =>
      createHmac('sha256', this.#seed).update(`${purpose}\0${roleArn}\0${session}`).digest();
    const credentials = {
      accessKeyId: `ASIA${derive('id').toString('hex').slice(0, 16).toUpperCase()}`,
      secretAccessKey: derive('secret').toString('base64url').slice(0, 40),
      sessionToken: derive('token').toString('base64'),
    };
    this.#keys.set(credentials.accessKeyId, {
      secretAccessKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken,
      caller: createRoleCaller(roleArn, session),
    });
    return credentials;
  }
}

export const buildAdministratorArn = (accountId: string): string =>
  `arn:aws:iam::${accountId}:user/local-admin`;

/** Creates the caller of a role's session. */
export function createRoleCaller(roleArn: string, session = 'local'): Caller {
  const [, , , , accountId = '', resource = ''] = roleArn.split(':');
  const name = resource.split('/').at(-1) ?? '';
  return { arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${session}`, kind: 'role', roleArn };
}
