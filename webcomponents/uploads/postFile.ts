import { msg, str } from '@lit/localize';
import type { PresignedUpload } from '../../contract/api.ts';
import { ApiError } from '../api/apiError.ts';

/**
 * Uploads a file by presigned POST: the given fields, then the file in the field `file`. Uses XMLHttpRequest because
 * fetch does not report upload progress.
 *
 * @throws ApiError with S3's error code, such as `EntityTooLarge`; the signal's reason if it is aborted
 */
export function postFile(
  upload: PresignedUpload,
  file: Blob,
  { signal, progress }: { signal: AbortSignal; progress: (bytes: number) => void },
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  // The file's name is not sent: file names may identify patients.
  form.append('file', file, 'image');
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    const finish = (settlePromise: () => void): void => {
      signal.removeEventListener('abort', abort);
      settlePromise();
    };
    request.upload.addEventListener('progress', (event) => progress(Math.min(event.loaded, file.size)));
    request.addEventListener('load', () =>
      finish(() => (request.status < 300 ? resolve() : reject(readS3Error(request)))),
    );
    request.addEventListener('error', () =>
      finish(() =>
        reject(new ApiError(0, 'offline', msg('The upload was interrupted.', { id: 'error-interrupted' }))),
      ),
    );
    request.addEventListener('abort', () => finish(() => reject(signal.reason as Error)));
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    signal.addEventListener('abort', abort);
    request.open('POST', upload.url);
    request.send(form);
  });
}

/** Reads S3's XML error: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function readS3Error(request: XMLHttpRequest): ApiError {
  const code = /<Code>([A-Za-z.]+)<\/Code>/.exec(request.responseText)?.[1] ?? `http-${request.status}`;
  const message =
    code === 'EntityTooLarge'
      ? msg('The file is larger than the limit.', { id: 'error-over-limit' })
      : msg(str`The upload was rejected (${code}).`, { id: 'error-refused' });
  return new ApiError(request.status, code, message);
}
