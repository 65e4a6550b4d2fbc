import { msg } from '@lit/localize';
import type { JobState } from '../../contract/job.ts';

/** What a reader can do about a job that shows nothing; '' where there is nothing to do but wait. */
export function getJobRemedy(state: JobState, code: string | undefined): string {
  switch (state) {
    case 'rejected':
      return code === 'not-an-image'
        ? msg('Reports, waveforms and the like are not analysed. Choose a file that holds an image.', {
            id: 'remedy-not-an-image',
          })
        : msg('Export the image again, or choose another file.', { id: 'remedy-rejected' });
    case 'failed':
      return msg('Nothing is wrong with the image: try again.', { id: 'remedy-failed' });
    case 'expired':
      return msg('No file came in time: upload it again.', { id: 'remedy-expired' });
    case 'awaiting-upload':
    case 'decoding':
    case 'analyzing':
    case 'completed':
      return '';
  }
}

/** The same for a request that failed, by its code or status. */
export function getRequestRemedy({ code, status }: { code: string; status: number }): string {
  if (code === 'offline')
    return msg('Check the connection: it goes on by itself as soon as it is back.', { id: 'remedy-offline' });
  if (status === 401 || status === 403) return msg('Sign in again.', { id: 'remedy-sign-in' });
  if (status === 404)
    return msg('It was deleted, or belongs to somebody else. Choose another one.', { id: 'remedy-gone' });
  return msg('Try again in a while.', { id: 'remedy-later' });
}
