import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { UploadQueue } from './uploadQueue.ts';

/** Renders the progress of all uploads, and the buttons that act on all of them. */
export const renderUploadBar = (queue: UploadQueue): TemplateResult | typeof nothing => {
  const { uploads, unfinished } = queue;
  const count = (...states: string[]): number => uploads.filter(({ state }) => states.includes(state)).length;
  const remaining = count('queued', 'sending');
  const failed = count('failed');
  const notes = getNotes(queue);
  if (remaining === 0 && failed === 0 && unfinished === 0 && notes.length === 0) return nothing;
  const total = uploads.length - count('canceled');
  return html`<div
    class="status uploads"
    role="group"
    data-phase=${getUploadPhase(queue, remaining)}
    aria-label=${msg('Uploads', { id: 'uploads' })}
  >
    ${
      remaining > 0
        ? html`<progress
              max=${total}
              .value=${count('sent')}
              aria-label=${msg('Uploads', { id: 'uploads' })}
            ></progress>
            <div><bdi>${getProgressText(queue, count('sent'), total)}</bdi></div>`
        : nothing
    }
    ${notes.map((note) => html`<div><bdi>${note}</bdi></div>`)}
    <div class="choices">
      ${remaining > 0 ? renderPauseAndCancel(queue) : nothing} ${failed > 0 ? renderRetry(queue) : nothing}
      ${unfinished > 0 ? renderForget(queue) : nothing}
    </div>
  </div>`;
};

/** Returns the phase whose changes a screen reader announces: start, end and interruptions, but not every file. */
export const getUploadPhase = ({ paused, backingOff }: UploadQueue, remaining: number): string =>
  remaining === 0 ? 'done' : paused ? 'paused' : backingOff ? 'backing-off' : 'sending';

const getProgressText = ({ paused, backingOff }: UploadQueue, sent: number, total: number): string => {
  const progress = msg(str`${sent} of ${total} sent`, { id: 'n-sent' });
  if (paused) return `${progress} · ${msg('paused', { id: 'uploads-paused' })}`;
  if (backingOff)
    return `${progress} · ${msg('connection failed, retrying soon', { id: 'uploads-backing-off' })}`;
  return progress;
};

const getNotes = ({ skipped, duplicates, unfinished }: UploadQueue): string[] => [
  ...(skipped > 0
    ? [msg(str`Files skipped because they are not images: ${skipped}`, { id: 'skipped' })]
    : []),
  ...(duplicates > 0
    ? [msg(str`Files skipped because they were added before: ${duplicates}`, { id: 'n-duplicates' })]
    : []),
  ...(unfinished > 0
    ? [
        unfinished === 1
          ? msg('1 file was not sent before the page was closed. Choose it again to continue.', {
              id: 'one-unfinished',
            })
          : msg(
              str`${unfinished} files were not sent before the page was closed. Choose them again to continue.`,
              { id: 'n-unfinished' },
            ),
      ]
    : []),
];

const renderPauseAndCancel = (queue: UploadQueue): TemplateResult =>
  html`<button
      class="plain"
      data-uploads="pause"
      aria-pressed=${queue.paused}
      title=${msg('Starts no new uploads. Uploads in progress continue.', { id: 'pause-title' })}
      @click=${() => (queue.paused = !queue.paused)}
    >
      ${msg('Pause', { id: 'pause' })}
    </button>
    <button class="plain" data-uploads="cancel" @click=${() => queue.cancelAll()}>
      ${msg('Cancel all', { id: 'cancel-all' })}
    </button>`;

const renderRetry = (queue: UploadQueue): TemplateResult =>
  html`<button
    class="plain"
    data-uploads="retry"
    @click=${() => {
      for (const { state, clientRef } of queue.uploads) if (state === 'failed') queue.retry(clientRef);
    }}
  >
    ${msg('Retry failed uploads', { id: 'retry-failed' })}
  </button>`;

const renderForget = (queue: UploadQueue): TemplateResult =>
  html`<button class="plain" data-uploads="forget" @click=${() => queue.forgetUnfinished()}>
    ${msg('Discard', { id: 'forget-unfinished' })}
  </button>`;
