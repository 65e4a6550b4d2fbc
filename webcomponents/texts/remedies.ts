import { msg } from '@lit/localize';
import type { JobState } from '../../contract/job.ts';

/** Returns advice for a job without results, or an empty string if the user can only wait. */
export function getJobRemedy(state: JobState, code: string | undefined): string {
  switch (state) {
    case 'rejected':
      return code === 'not-an-image'
        ? msg(
            'Reports, waveforms and similar objects are not analyzed. Choose a file that contains an image.',
            {
              id: 'remedy-not-an-image',
            },
          )
        : msg('Export the image again, or choose another file.', { id: 'remedy-rejected' });
    case 'failed':
      return msg('The image is not the cause. Try again.', { id: 'remedy-failed' });
    case 'expired':
      return msg('The file did not arrive in time. Upload it again.', { id: 'remedy-expired' });
    case 'awaiting-upload':
    case 'decoding':
    case 'analyzing':
    case 'completed':
      return '';
  }
}

/** Returns advice for a failed request by its code or status. */
export function getRequestRemedy({ code, status }: { code: string; status: number }): string {
  if (code === 'offline')
    return msg('Check your connection. Loading resumes automatically.', { id: 'remedy-offline' });
  if (status === 401 || status === 403) return msg('Sign in again.', { id: 'remedy-sign-in' });
  if (status === 404)
    return msg('It was deleted, or you have no access to it. Choose another image.', { id: 'remedy-gone' });
  return msg('Try again later.', { id: 'remedy-later' });
}
