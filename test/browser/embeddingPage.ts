/** Serves a portal page that embeds the element from another origin, under its own content security policy. */
import type { RequestListener } from 'node:http';
import { readFileSync } from 'node:fs';
import { siteFiles } from '../../bundling/siteFiles.ts';
import { fakeApi } from './fakeApi.ts';
import { serve } from './serve.ts';

interface EmbeddingOptions {
  /** Returns the page's Content-Security-Policy for the origin of the element's site. */
  policy: (site: string) => string;
  /** Returns the page's body for the origin of the element's site; by default one script and one tag. */
  page?: (site: string) => string;
  /** Modifies a file of the site before it is served, as an attacker would. */
  tamper?: (path: string, contents: Buffer) => Buffer;
}

interface Embedding {
  /** The URL of the portal page. */
  pageUrl: string;
  /** The origin of the element's bundle, the API and the images. */
  site: string;
  close: () => Promise<void>;
}

/** Returns the policy that docs/csp.md recommends. */
export const portalPolicy = (site: string, wasm = "'wasm-unsafe-eval'"): string =>
  [
    "default-src 'none'",
    `script-src 'self' ${site} ${wasm}`,
    `connect-src ${site}`,
    'img-src blob: data:',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html dicom-analyzer',
  ].join('; ');

const defaultPage = (site: string): string => `<script type="module" src="${site}/viewer/define.js"></script>
<dicom-analyzer api-url="${site}/api"></dicom-analyzer>`;

/** The portal page's script. `violations` collects the policy violations. */
const SCRIPT = `window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(event.effectiveDirective + ': ' + event.blockedURI + ' ' + event.sample));
for (const element of document.querySelectorAll('dicom-analyzer, dicom-viewer')) element.token = 'good';`;

/** Starts the servers of the portal page and of the site. Close them when done. */
export async function embeddingPage({
  policy,
  page = defaultPage,
  tamper = (_, contents) => contents,
}: EmbeddingOptions): Promise<Embedding> {
  const files = siteContents();
  const api = fakeApi();
  const site = await serve(
    withCors((request, response) => {
      const path = new URL(request.url ?? '/', 'http://site').pathname.slice(1);
      const file = files.get(path);
      if (file)
        response.writeHead(200, { 'content-type': file.type }).end(Buffer.from(tamper(path, file.contents)));
      else api(request, response);
    }),
  );
  const portal = await serve((request, response) => {
    if (request.url === '/portal.js')
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(SCRIPT);
    else
      response
        .writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': policy(site.origin),
        })
        .end(
          `<!doctype html><html lang="en"><meta charset="utf-8"><title>Portal</title>\n${page(site.origin)}\n<script src="/portal.js"></script></html>`,
        );
  });
  return {
    pageUrl: portal.origin,
    site: site.origin,
    close: async () => {
      await portal.close();
      await site.close();
    },
  };
}

let contents: Map<string, { type: string; contents: Buffer }> | undefined;

/** Returns the files that the stack puts into the site's bucket, by path. */
export const siteContents = (): Map<string, { type: string; contents: Buffer }> =>
  (contents ??= new Map(
    siteFiles().map(({ path, source, contentType }) => [
      path,
      { type: contentType, contents: readFileSync(source) },
    ]),
  ));

/** Adds the CORS headers that the stack configures for CloudFront, API Gateway and S3. */
function withCors(listener: RequestListener): RequestListener {
  return (request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader(
      'access-control-expose-headers',
      'etag, retry-after, location, content-range, accept-ranges',
    );
    if (request.method !== 'OPTIONS') {
      listener(request, response);
      return;
    }
    response
      .writeHead(204, {
        'access-control-allow-methods': 'GET, POST, PUT, DELETE',
        'access-control-allow-headers': 'authorization, content-type, if-none-match, idempotency-key, range',
      })
      .end();
  };
}
