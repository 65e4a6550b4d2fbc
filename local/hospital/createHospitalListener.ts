import type { RequestListener, ServerResponse } from 'node:http';
import { HOSPITAL_SCRIPT, HOSPITAL_STYLE, renderHospitalPage } from './page.ts';

/** The settings that the hospital gets from the operator of the portal. */
export interface HospitalOptions {
  readonly portalUrl: string;
  readonly apiUrl: string;
  readonly tokenUrl: string;
  /** The origin that the browser uploads images to and reads them from. */
  readonly storageUrl: string;
  /** The tenant of the hospital. */
  readonly tenant: string;
}

/** Returns a strict policy with the additions that the documentation asks for. */
const contentSecurityPolicy = ({ portalUrl, storageUrl }: HospitalOptions): string =>
  [
    "default-src 'none'",
    `script-src 'self' ${portalUrl} 'wasm-unsafe-eval'`,
    `style-src 'self' ${portalUrl}`,
    `connect-src 'self' ${portalUrl} ${storageUrl}`,
    `img-src 'self' blob: data: ${storageUrl}`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Requests a token with the credentials of the hospital's backend; the browser only sees the token. */
async function fetchToken({ tokenUrl, tenant }: HospitalOptions): Promise<string> {
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: tenant }),
  });
  if (!answer.ok) throw new Error(`${tokenUrl} answered ${answer.status}`);
  return answer.text();
}

/** Serves a page of another origin that embeds `<dicom-analyzer>`, as a hospital would. */
export function createHospitalListener(options: HospitalOptions): RequestListener {
  const send = (response: ServerResponse, type: string, body: string, status = 200) =>
    response
      .writeHead(status, {
        'content-type': type,
        'content-security-policy': contentSecurityPolicy(options),
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      })
      .end(body);
  return (request, response) => {
    switch (`${request.method ?? ''} ${request.url ?? ''}`) {
      case 'GET /':
        return send(
          response,
          'text/html; charset=utf-8',
          renderHospitalPage(options.portalUrl, options.apiUrl),
        );
      case 'GET /hospital.js':
        return send(response, 'text/javascript; charset=utf-8', HOSPITAL_SCRIPT);
      case 'GET /hospital.css':
        return send(response, 'text/css; charset=utf-8', HOSPITAL_STYLE);
      case 'POST /token':
        return void fetchToken(options).then(
          (body) => send(response, 'application/json', body),
          (error: unknown) => send(response, 'text/plain', String(error), 502),
        );
      default:
        return send(response, 'text/plain', 'Not found\n', 404);
    }
  };
}
