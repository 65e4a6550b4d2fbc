import { UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import type { TokenSource } from '../api/apiClient.ts';
import type { PortalConfig } from './readConfig.ts';

/** Who is signed in, and what the page can do about it. */
export interface Session {
  user: User | null;
  token: TokenSource;
  signIn: () => Promise<void>;
  signOut: () => Promise<void>;
}

/**
 * OIDC authorization code with PKCE (RFC 7636). Tokens stay in the tab's session storage. On the way back from the
 * provider the code is exchanged, and the address loses it.
 */
export async function openSession(config: PortalConfig): Promise<Session> {
  const home = `${location.origin}/`;
  const manager = new UserManager({
    authority: config.issuer,
    client_id: config.clientId,
    redirect_uri: home,
    post_logout_redirect_uri: home,
    response_type: 'code',
    scope: config.scope,
    automaticSilentRenew: false,
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    ...(config.audience ? { extraQueryParams: { audience: config.audience } } : {}),
  });
  const returning = new URLSearchParams(location.search);
  if (returning.has('state') && (returning.has('code') || returning.has('error'))) {
    try {
      await manager.signinRedirectCallback();
    } finally {
      history.replaceState(null, '', home);
    }
  }
  const current = await manager.getUser();
  return {
    user: current?.expired ? null : current,
    token: ({ forceRefresh }) => accessToken(manager, forceRefresh),
    signIn: () => manager.signinRedirect(),
    signOut: async () => {
      await manager.removeUser();
      location.assign(home);
    },
  };
}

/** The access token; by the refresh token where there is one, else by signing in again, which leaves the page. */
async function accessToken(manager: UserManager, forceRefresh: boolean): Promise<string> {
  const user = await manager.getUser();
  if (user && !user.expired && !forceRefresh) return user.access_token;
  const renewed = user?.refresh_token ? await manager.signinSilent() : null;
  if (renewed) return renewed.access_token;
  await manager.signinRedirect();
  throw new Error('You are being signed in again.');
}
