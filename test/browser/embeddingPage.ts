/** A portal's page of its own origin, under its own policy, that embeds the element from the stack's site. */
import type { RequestListener } from 'node:http';
import { readFileSync } from 'node:fs';
import { siteFiles } from '../../bundling/siteFiles.ts';
import { fakeApi } from './fakeApi.ts';
import { serve } from './serve.ts';

interface EmbeddingOptions {
  /** The page's Content-Security-Policy, given the origin of the element's site. */
  policy: (site: string) => string;
  /** The page's body, given the origin of the element's site; by default the one script and the one tag. */
  page?: (site: string) => string;
  /** Changes a file of the site before it is served, as an attacker would. */
  tamper?: (path: string, contents: Buffer) => Buffer;
}

interface Embedding {
  /** Where the portal's page is. */
  pageUrl: string;
  /** Where the element's bundle, the API and the images come from. */
  site: string;
  close: () => Promise<void>;
}

/** The policy that docs/csp.md gives to portals. */
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

const usualPage = (site: string): string => `<script type="module" src="${site}/viewer/define.js"></script>
<dicom-analyzer api-url="${site}/api"></dicom-analyzer>`;

/** The page's own script; `violations` is what the policy refused. */
const SCRIPT = `window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(event.effectiveDirective + ': ' + event.blockedURI + ' ' + event.sample));
for (const element of document.querySelectorAll('dicom-analyzer, dicom-viewer')) element.token = 'good';`;

/** Starts both servers; close them when done. */
export async function embeddingPage({
  policy,
  page = usualPage,
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

/** What the stack puts into the site's bucket, by path. */
export const siteContents = (): Map<string, { type: string; contents: Buffer }> =>
  (contents ??= new Map(
    siteFiles().map(({ path, source, contentType }) => [
      path,
      { type: contentType, contents: readFileSync(source) },
    ]),
  ));

/** As CloudFront, API Gateway and S3 are told to answer other origins. */
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
