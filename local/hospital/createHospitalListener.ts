import type { RequestListener, ServerResponse } from 'node:http';
import { HOSPITAL_SCRIPT, HOSPITAL_STYLE, renderHospitalPage } from './page.ts';

/** What the hospital has been told by those who run the portal. */
export interface HospitalOptions {
  readonly portalUrl: string;
  readonly apiUrl: string;
  readonly tokenUrl: string;
  /** Where the browser uploads to and reads images from. */
  readonly storageUrl: string;
  /** The hospital's own tenant. */
  readonly tenant: string;
}

/** The policy that a careful hospital would set, with what the guide asks it to add for the one tag. */
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

/** The hospital's backend asks the issuer with credentials of its own; the browser sees the token only. */
async function token({ tokenUrl, tenant }: HospitalOptions): Promise<string> {
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: tenant }),
  });
  if (!answer.ok) throw new Error(`${tokenUrl} answered ${answer.status}`);
  return answer.text();
}

/** A plain page of another origin that embeds `<dicom-analyzer>` as a hospital would. */
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
        return void token(options).then(
          (body) => send(response, 'application/json', body),
          (error: unknown) => send(response, 'text/plain', String(error), 502),
        );
      default:
        return send(response, 'text/plain', 'Not found\n', 404);
    }
  };
}
