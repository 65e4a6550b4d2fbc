import { msg, str } from '@lit/localize';
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';

import { getLanguage } from '../language/language.ts';
import { getErrorText } from '../texts/errorText.ts';
import { jobStates } from '../texts/states.ts';
import type { Upload } from '../uploads/upload.ts';
import type { Row } from './mergeRows.ts';

export interface RowActions {
  select: (row: Row) => void;
  cancel: (upload: Upload) => void;
  retry: (row: Row) => void;
  remove: (row: Row) => void;
}

/** Renders one row of the list, with its buttons. */
export const renderJobRow = (row: Row, selected: boolean, actions: RowActions): TemplateResult => {
  const { upload, job } = row;
  const title = getTitle(row);
  const error = job?.error ? getErrorText(job.error) : upload?.error;
  const sending = upload?.state === 'sending' && (!job || job.state === 'awaiting-upload');
  return html`<li
    class=${classMap({ row: true, selected })}
    data-job=${job?.jobId ?? upload?.jobId ?? nothing}
  >
    <button
      class="choose"
      aria-current=${selected ? 'true' : nothing}
      ?disabled=${!job && !upload?.jobId}
      @click=${() => actions.select(row)}
    >
      <span class="kind" aria-hidden="true">${getKind(row)}</span>
      <span class="title">${title}</span>
      <span class="line">${renderBadge(row)} <bdi class="quiet">${getDetails(row)}</bdi></span>
      ${
        sending
          ? html`<progress
              max=${upload.file.size || 1}
              .value=${upload.sent}
              aria-label=${msg(str`Upload of ${title}`, { id: 'upload-of' })}
            ></progress>`
          : nothing
      }
      ${error ? html`<bdi class="problem">${error}</bdi>` : nothing}
    </button>
    <span class="actions">${renderButtons(row, title, actions)}</span>
  </li>`;
};

const renderButtons = (row: Row, title: string, actions: RowActions): TemplateResult => {
  const { upload, job } = row;
  const uploading = upload && (upload.state === 'sending' || upload.state === 'queued');
  const canRetry =
    job?.state === 'failed' || upload?.state === 'failed' || (!job && upload?.state === 'canceled');
  return html`${
    uploading
      ? renderButton('cancel', msg(str`Cancel ${title}`, { id: 'cancel-one' }), icons.cancel, () =>
          actions.cancel(upload),
        )
      : nothing
  }
  ${
    canRetry
      ? renderButton('retry', msg(str`Retry ${title}`, { id: 'retry-one' }), icons.retry, () =>
          actions.retry(row),
        )
      : nothing
  }
  ${
    !uploading
      ? renderButton('remove', msg(str`Delete ${title}`, { id: 'delete-one' }), icons.remove, () =>
          actions.remove(row),
        )
      : nothing
  }`;
};

const renderButton = (
  action: string,
  label: string,
  icon: SVGTemplateResult,
  onClick: () => void,
): TemplateResult =>
  html`<button class="icon" data-action=${action} title=${label} aria-label=${label} @click=${onClick}>
    <svg viewBox="0 0 24 24" aria-hidden="true">${icon}</svg>
  </button>`;

const icons = {
  cancel: svg`<path d="m7 7 10 10M17 7 7 17" />`,
  retry: svg`<path d="M19 12a7 7 0 1 1-2.3-5.2M17.5 3v4h-4" />`,
  remove: svg`<path d="M5 7h14M10 7V5h4v2M7 7l1 12h8l1-12M10.5 10.5v5.5M13.5 10.5v5.5" />`,
};

const renderBadge = ({ upload, job }: Row): TemplateResult => {
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

/** Returns the file's name, or the job's creation time if the file was uploaded before a reload. */
function getTitle({ upload, job }: Row): string {
  if (upload) return upload.name;
  if (!job) return '';
  return new Date(job.createdAt).toLocaleString(getLanguage(), {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}

/** Returns the modality or the file format, shortened for the row's icon. */
const getKind = ({ job }: Row): string =>
  job?.image ? String(job.image.tags?.Modality ?? job.image.format.toUpperCase()).slice(0, 4) : '…';

function getDetails({ upload, job }: Row): string {
  if (job?.image) {
    const { width, height, frames } = job.image;
    return [`${width} × ${height}`, frames > 1 ? msg(str`${frames} frames`, { id: 'frames' }) : '']
      .filter(Boolean)
      .join(' · ');
  }
  if (!upload) return '';
  return upload.state === 'sending' && upload.sent > 0
    ? `${formatBytes(upload.sent)} / ${formatBytes(upload.file.size)}`
    : formatBytes(upload.file.size);
}

const BYTE_UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** Formats 1,234,567 as "1.2 MB". */
function formatBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)} ${BYTE_UNITS[step]!}`;
}
