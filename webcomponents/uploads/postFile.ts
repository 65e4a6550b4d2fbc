import { msg, str } from '@lit/localize';
import type { PresignedUpload } from '../../contract/api.ts';
import { ApiError } from '../api/apiError.ts';

/**
 * Sends a file by a presigned POST: every field as given, then the file, in a field called `file`. XMLHttpRequest,
 * because fetch tells nothing of an upload's progress.
 *
 * @throws ApiError with S3's own code, e.g. `EntityTooLarge`; the signal's reason when it was aborted
 */
export function postFile(
  upload: PresignedUpload,
  file: Blob,
  { signal, progress }: { signal: AbortSignal; progress: (bytes: number) => void },
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  // The name goes nowhere: file names are patients' data.
  form.append('file', file, 'image');
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    const end = (settle: () => void): void => {
      signal.removeEventListener('abort', abort);
      settle();
    };
    request.upload.addEventListener('progress', (event) => progress(Math.min(event.loaded, file.size)));
    request.addEventListener('load', () =>
      end(() => (request.status < 300 ? resolve() : reject(refusal(request)))),
    );
    request.addEventListener('error', () =>
      end(() =>
        reject(new ApiError(0, 'offline', msg('The upload was interrupted.', { id: 'error-interrupted' }))),
      ),
    );
    request.addEventListener('abort', () => end(() => reject(signal.reason as Error)));
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    signal.addEventListener('abort', abort);
    request.open('POST', upload.url);
    request.send(form);
  });
}

/** S3 answers errors as XML: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function refusal(request: XMLHttpRequest): ApiError {
  const code = /<Code>([A-Za-z.]+)<\/Code>/.exec(request.responseText)?.[1] ?? `http-${request.status}`;
  const sentence =
    code === 'EntityTooLarge'
      ? msg('The file is larger than the limit.', { id: 'error-over-limit' })
      : msg(str`The upload was refused (${code}).`, { id: 'error-refused' });
  return new ApiError(request.status, code, sentence);
}
