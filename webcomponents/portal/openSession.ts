import { msg } from '@lit/localize';
import { UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import type { TokenSource } from '../api/apiClient.ts';
import type { PortalConfig } from './readConfig.ts';

/** The user's session; `user` is null until the user signs in. */
export interface Session {
  user: User | null;
  token: TokenSource;
  signIn: () => Promise<void>;
  signOut: () => Promise<void>;
}

/**
 * Opens a session by the OIDC authorization code flow with PKCE (RFC 7636). When the provider redirects back, exchanges
 * the code and removes it from the address. Tokens are kept in the tab's session storage.
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
    token: ({ forceRefresh }) => getAccessToken(manager, forceRefresh),
    signIn: () => manager.signinRedirect(),
    signOut: async () => {
      await manager.removeUser();
      location.assign(home);
    },
  };
}

/** Returns the access token, renewed by the refresh token if there is one; otherwise redirects to the sign-in page. */
async function getAccessToken(manager: UserManager, forceRefresh: boolean): Promise<string> {
  const user = await manager.getUser();
  if (user && !user.expired && !forceRefresh) return user.access_token;
  const renewed = user?.refresh_token ? await manager.signinSilent() : null;
  if (renewed) return renewed.access_token;
  await manager.signinRedirect();
  throw new Error(msg('You are being signed in again.', { id: 'portal-renewing' }));
}
