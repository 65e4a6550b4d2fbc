import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { UploadQueue } from './uploadQueue.ts';

/** How far all uploads are, with what can be done about all of them at once. */
export const renderUploadBar = (queue: UploadQueue): TemplateResult | typeof nothing => {
  const { uploads, unfinished } = queue;
  const count = (...states: string[]): number => uploads.filter(({ state }) => states.includes(state)).length;
  const left = count('queued', 'sending');
  const failed = count('failed');
  const words = notes(queue);
  if (left === 0 && failed === 0 && unfinished === 0 && words.length === 0) return nothing;
  const all = uploads.length - count('canceled');
  return html`<div
    class="status uploads"
    role="group"
    data-phase=${getUploadPhase(queue, left)}
    aria-label=${msg('Uploads', { id: 'uploads' })}
  >
    ${
      left > 0
        ? html`<progress
              max=${all}
              .value=${count('sent')}
              aria-label=${msg('Uploads', { id: 'uploads' })}
            ></progress>
            <div><bdi>${progressWords(queue, count('sent'), all)}</bdi></div>`
        : nothing
    }
    ${words.map((each) => html`<div><bdi>${each}</bdi></div>`)}
    <div class="choices">
      ${left > 0 ? underWay(queue) : nothing} ${failed > 0 ? failedOnes(queue) : nothing} ${forget(queue)}
    </div>
  </div>`;
};

/** What a screen reader is told of: the start, the end and each interruption, but not every file. */
export const getUploadPhase = ({ paused, resting }: UploadQueue, left: number): string =>
  left === 0 ? 'done' : paused ? 'paused' : resting ? 'resting' : 'sending';

const progressWords = ({ paused, resting }: UploadQueue, sent: number, all: number): string => {
  const so = msg(str`${sent} of ${all} sent`, { id: 'n-sent' });
  if (paused) return `${so} · ${msg('paused', { id: 'uploads-paused' })}`;
  if (resting) return `${so} · ${msg('the connection failed, it is tried again', { id: 'uploads-resting' })}`;
  return so;
};

const notes = ({ skipped, duplicates: twice, unfinished }: UploadQueue): string[] => [
  ...(skipped > 0 ? [msg(str`${skipped} files were no images and were skipped.`, { id: 'skipped' })] : []),
  ...(twice > 0 ? [msg(str`${twice} files were here already.`, { id: 'n-twice' })] : []),
  ...(unfinished > 0
    ? [
        msg(str`${unfinished} files were not sent before the page was left. Choose them again to go on.`, {
          id: 'n-unfinished',
        }),
      ]
    : []),
];

const underWay = (queue: UploadQueue): TemplateResult =>
  html`<button
      class="plain"
      data-uploads="pause"
      aria-pressed=${queue.paused}
      title=${msg('What is under way ends; nothing more is begun.', { id: 'pause-what' })}
      @click=${() => (queue.paused = !queue.paused)}
    >
      ${msg('Pause', { id: 'pause' })}
    </button>
    <button class="plain" data-uploads="cancel" @click=${() => queue.cancelAll()}>
      ${msg('Cancel all', { id: 'cancel-all' })}
    </button>`;

const failedOnes = (queue: UploadQueue): TemplateResult =>
  html`<button
    class="plain"
    data-uploads="again"
    @click=${() => {
      for (const { state, clientRef } of queue.uploads) if (state === 'failed') queue.retry(clientRef);
    }}
  >
    ${msg('Send failed ones again', { id: 'send-failed-again' })}
  </button>`;

const forget = (queue: UploadQueue): TemplateResult | typeof nothing =>
  queue.unfinished > 0
    ? html`<button class="plain" data-uploads="forget" @click=${() => queue.forgetUnfinished()}>
        ${msg('Forget them', { id: 'forget-unfinished' })}
      </button>`
    : nothing;
