import { escapeHtml } from '../servers/escapeHtml.ts';

/** Renders the sign-in page: a button for each tenant and a field for another one; hidden fields hold the parameters. */
export function renderSignInPage(tenants: readonly string[], parameters: URLSearchParams): string {
  const hidden = [...parameters]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('\n');
  const form = (content: string) => `<form method="post" action="/authorize">${hidden}${content}</form>`;
  const buttons = tenants
    .map((tenant) =>
      form(`<button name="tenant" value="${escapeHtml(tenant)}">${escapeHtml(tenant)}</button>`),
    )
    .join('\n');
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Sign in</title><meta name="viewport" content="width=device-width"></head>
<body>
<main>
<h1>Sign in to the local cloud</h1>
<p>Choose a tenant. The local cloud has no passwords.</p>
${buttons}
${form('<label>Another tenant <input name="tenant" required pattern="[A-Za-z0-9][A-Za-z0-9_\\-]{0,63}"></label> <button>Sign in</button>')}
</main>
</body>
</html>
`;
}
