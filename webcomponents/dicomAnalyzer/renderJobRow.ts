import { msg, str } from '@lit/localize';
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import type { JobSummary } from '../../contract/job.ts';
import type { Upload } from '../uploads/upload.ts';
import { getLanguage } from '../language/language.ts';
import { jobStates } from '../texts/states.ts';
import { getErrorText } from '../texts/errorText.ts';
import { bytesInWords } from '../words/bytes.ts';
import type { Row } from './mergeRows.ts';

export interface RowActions {
  choose: (row: Row) => void;
  cancel: (upload: Upload) => void;
  retry: (row: Row) => void;
  remove: (row: Row) => void;
}

/** One line of the list, with what can be done about it. */
export const renderJobRow = (row: Row, chosen: boolean, actions: RowActions): TemplateResult => {
  const { upload, job } = row;
  const name = getRowTitle(row);
  const sending = upload?.state === 'sending' && (!job || job.state === 'awaiting-upload');
  return html`<li class=${classMap({ row: true, chosen })} data-job=${job?.jobId ?? upload?.jobId ?? nothing}>
    <button
      class="choose"
      aria-current=${chosen ? 'true' : nothing}
      ?disabled=${!job && !upload?.jobId}
      @click=${() => actions.choose(row)}
    >
      <span class="kind" aria-hidden="true">${kindOf(row)}</span>
      <span class="title">${name}</span>
      <span class="line">${stateBadge(row)} <bdi class="quiet">${details(row)}</bdi></span>
      ${
        sending
          ? html`<progress
              max=${upload.file.size || 1}
              .value=${upload.sent}
              aria-label=${msg(str`Upload of ${name}`, { id: 'upload-of' })}
            ></progress>`
          : nothing
      }
      ${errorOf(row) ? html`<bdi class="problem">${errorOf(row)}</bdi>` : nothing}
    </button>
    <span class="actions">${buttons(row, name, actions)}</span>
  </li>`;
};

const buttons = (row: Row, name: string, actions: RowActions): TemplateResult => {
  const { upload, job } = row;
  const underWay = upload && (upload.state === 'sending' || upload.state === 'queued');
  const canRetry =
    job?.state === 'failed' || upload?.state === 'failed' || (!job && upload?.state === 'canceled');
  return html`${
    underWay
      ? action('cancel', msg(str`Cancel ${name}`, { id: 'cancel-one' }), icons.cancel, () =>
          actions.cancel(upload),
        )
      : nothing
  }
  ${
    canRetry
      ? action('again', msg(str`Try ${name} again`, { id: 'again-one' }), icons.again, () =>
          actions.retry(row),
        )
      : nothing
  }
  ${
    !underWay
      ? action('remove', msg(str`Delete ${name}`, { id: 'delete-one' }), icons.remove, () =>
          actions.remove(row),
        )
      : nothing
  }`;
};

const action = (name: string, label: string, icon: SVGTemplateResult, act: () => void): TemplateResult =>
  html`<button class="icon" data-action=${name} title=${label} aria-label=${label} @click=${act}>
    <svg viewBox="0 0 24 24" aria-hidden="true">${icon}</svg>
  </button>`;

const icons = {
  cancel: svg`<path d="m7 7 10 10M17 7 7 17" />`,
  again: svg`<path d="M19 12a7 7 0 1 1-2.3-5.2M17.5 3v4h-4" />`,
  remove: svg`<path d="M5 7h14M10 7V5h4v2M7 7l1 12h8l1-12M10.5 10.5v5.5M13.5 10.5v5.5" />`,
};

const stateBadge = ({ upload, job }: Row): TemplateResult => {
  if (upload && (!job || job.state === 'awaiting-upload') && upload.state !== 'sent') {
    const { tone, label } = uploadStates[upload.state];
    return html`<span class="badge ${tone}">${label()}</span>`;
  }
  const { tone, label } = jobStates[job?.state ?? 'decoding'];
  return html`<span class="badge ${tone}">${label()}</span>`;
};

const uploadStates = {
  queued: { tone: 'idle', label: () => msg('Waiting', { id: 'upload-queued' }) },
  sending: { tone: 'busy', label: () => msg('Uploading', { id: 'upload-sending' }) },
  sent: { tone: 'busy', label: () => msg('Uploaded', { id: 'upload-sent' }) },
  failed: { tone: 'bad', label: () => msg('Not uploaded', { id: 'upload-failed' }) },
  canceled: { tone: 'idle', label: () => msg('Canceled', { id: 'upload-canceled' }) },
};

/** The file's name stays in this page; after a reload a job is known by its time. */
export function getRowTitle({ upload, job }: Row): string {
  if (upload) return upload.name;
  if (!job) return '';
  return new Date(job.createdAt).toLocaleString(getLanguage(), {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}

const modalityOf = ({ image }: JobSummary): string =>
  String(image?.tags?.Modality ?? image?.format.toUpperCase() ?? '');

const kindOf = ({ job }: Row): string => (job?.image ? modalityOf(job).slice(0, 4) : '…');

function details({ upload, job }: Row): string {
  if (job?.image) {
    const { width, height, frames } = job.image;
    return [`${width} × ${height}`, frames > 1 ? msg(str`${frames} frames`, { id: 'frames' }) : '']
      .filter(Boolean)
      .join(' · ');
  }
  if (!upload) return '';
  return upload.state === 'sending' && upload.sent > 0
    ? `${bytesInWords(upload.sent)} / ${bytesInWords(upload.file.size)}`
    : bytesInWords(upload.file.size);
}

const errorOf = ({ upload, job }: Row): string | undefined =>
  job?.error ? getErrorText(job.error) : upload?.error;
