import { localized, msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { JobSummary } from '../../contract/job.ts';
import { ApiClient, type TokenSource } from '../api/apiClient.ts';
import type { ApiError } from '../api/apiError.ts';
import { JobPages } from '../api/jobPages.ts';
import { createRandomKey } from '../api/createRandomKey.ts';
import { PollingController } from '../controllers/pollingController.ts';
import { UploadController } from '../controllers/uploadController.ts';
import { Announcer } from '../controllers/announcer.ts';
import { getLanguage } from '../language/language.ts';
import { LanguageController } from '../language/languageController.ts';
import { theme } from '../styles/theme.ts';
import type { PickedFiles, Upload } from '../uploads/upload.ts';
import { getErrorText } from '../texts/errorText.ts';
import { jobStates } from '../texts/states.ts';
import { analyzerStyles } from './dicomAnalyzer.styles.ts';
import { renderDropZone } from './renderDropZone.ts';
import { renderJobRow } from './renderJobRow.ts';
import { mergeRows, type Row } from './mergeRows.ts';

const BUSY_POLL_MS = 2000;
/** Images that gateways send appear in the list without an upload. */
const IDLE_POLL_MS = 30_000;
/** The number of rows that are rendered at first, and added by "Show more": a list may have thousands. */
const ROWS_PER_STEP = 200;

/**
 * Uploads images, tracks their progress and displays the results in a `<dicom-viewer>`.
 *
 * @fires {CustomEvent<{ jobId: string }>} dicom-job-created - A file was uploaded and its job created.
 * @fires {CustomEvent<{ jobId: string; state: string }>} dicom-job-changed - The state of a job changed.
 * @fires {CustomEvent<{ jobId: string }>} dicom-job-selected - A job was selected and is displayed.
 * @slot header - Content above the drop zone.
 * @slot toolbar - Controls after the viewer's tools.
 * @slot panel - Content below the viewer's results.
 * @csspart drop-zone - The area where files are dropped or selected.
 * @csspart list - The list of uploads and jobs.
 * @csspart viewer - The `<dicom-viewer>`.
 * @csspart toolbar - The viewer's toolbar.
 * @csspart stage - The dark area that displays the image.
 * @csspart strip - The viewer's thumbnails, one for each series.
 * @csspart panel - The viewer's side panel with results and image information.
 */
@localized()
export class DicomAnalyzer extends LitElement {
  static override styles = [theme, analyzerStyles];

  /** The base URL of the REST API, absolute or relative to the page. */
  @property({ attribute: 'api-url' }) apiUrl = '';

  /** Limits the list to this batch, and adds uploads to it. Use an opaque random key, never patient data. */
  @property() batch = '';

  /** The access token, or a function that returns one. It cannot be set as an attribute. */
  @property({ attribute: false }) token: TokenSource | undefined;

  @state() private jobs: readonly JobSummary[] = [];
  @state() private problem: ApiError | undefined;
  /** The id of the selected job, or an empty string. */
  @state() private selected = '';
  /** True while files are dragged over the drop zone. */
  @state() private over = false;
  @state() private notice = '';
  /** The number of rendered rows. */
  @state() private rows = ROWS_PER_STEP;

  /** The batch of new jobs if the page sets none. */
  readonly #generatedBatch = createRandomKey();
  /** True until the first job of the latest upload is selected, or the user selects another one. */
  #selectsNext = true;
  #announcedPhase: string | undefined;

  readonly #announcer = new Announcer(this);

  readonly #uploads = new UploadController(this, {
    client: () => this.#client,
    scope: () => ({
      apiUrl: this.apiUrl,
      batch: this.batch || this.#generatedBatch,
      generated: this.batch === '',
    }),
    onSent: (upload) => this.#handleSent(upload),
  });
  readonly #pages = new JobPages(
    () => this.#client,
    () => this.batch,
  );
  readonly #polling = new PollingController<readonly JobSummary[]>(this, {
    poll: (_, signal) => this.#pages.poll(signal),
    onValue: (jobs) => this.#updateJobs(jobs),
    onError: (error) => (this.problem = error),
  });

  constructor() {
    super();
    new LanguageController(this);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('apiUrl') && !changed.has('token') && !changed.has('batch')) return;
    this.jobs = [];
    this.rows = ROWS_PER_STEP;
    this.#pages.clear();
    if (this.apiUrl === '' || this.token === undefined) this.#polling.stop();
    else this.#polling.start({ fresh: true });
  }

  /** Announces starts, ends and interruptions, but not every file (WCAG 4.1.3). */
  override updated(): void {
    const busy = this.jobs.some(({ state }) => !jobStates[state].terminal);
    const phase = `${this.#uploads.phase} ${busy} ${this.notice}`;
    if (this.#announcedPhase !== undefined && this.#announcedPhase !== phase)
      this.#announcer.announce(this.notice || this.#summarize());
    this.#announcedPhase = phase;
  }

  override render(): TemplateResult {
    const rows = mergeRows(this.#uploads.uploads, this.jobs);
    return html`<div class="layout">
      <div class="side" lang=${getLanguage()}>
        <slot name="header"></slot>
        ${renderDropZone({
          over: this.over,
          setOver: (over) => (this.over = over),
          onPicked: (picked) => void this.#add(picked),
        })}
        ${this.problem ? html`<p class="banner" role="alert">${getErrorText(this.problem)}</p>` : nothing}
        <p class="status"><bdi>${this.notice || this.#summarize()}</bdi></p>
        ${this.#uploads.bar}
        <p class="visually-hidden" role="status">${this.#announcer.text}</p>
        <ul class="list" part="list" aria-label=${msg('Images', { id: 'images' })}>
          ${repeat(
            rows.slice(0, this.rows),
            ({ key }) => key,
            (row) => renderJobRow(row, this.#isSelected(row), this.#actions),
          )}
          ${this.#renderMore(rows.length)}
        </ul>
      </div>
      <dicom-viewer
        part="viewer"
        exportparts="toolbar, stage, strip, panel"
        api-url=${this.apiUrl}
        job-id=${this.selected}
        .jobs=${this.jobs}
        .token=${this.token}
        @dicom-job-selected=${this.#onSelected}
        @dicom-job-changed=${() => this.#polling.start({ fresh: true })}
      >
        <slot name="toolbar" slot="toolbar"></slot>
        <slot name="panel" slot="panel"></slot>
      </dicom-viewer>
    </div>`;
  }

  /** Follows the viewer when the user scrolls to another image of the stack. */
  readonly #onSelected = ({ detail }: CustomEvent<{ jobId: string }>): void => {
    this.#selectsNext = false;
    this.selected = detail.jobId;
  };

  #renderMore(rows: number): TemplateResult | typeof nothing {
    const hidden = rows - this.rows;
    if (hidden <= 0 && !this.#pages.hasMore) return nothing;
    const showMore = (): void => {
      this.rows += ROWS_PER_STEP;
      if (hidden > ROWS_PER_STEP || !this.#pages.hasMore) return;
      this.#pages.requestMore();
      this.#polling.start({ fresh: true });
    };
    return html`<li class="status">
      ${hidden > 0 ? msg(str`and ${hidden} more`, { id: 'n-more' }) : nothing}
      <button class="plain" data-more @click=${showMore}>${msg('Show more', { id: 'show-more' })}</button>
    </li>`;
  }

  get #client(): ApiClient {
    return new ApiClient(this.apiUrl, () => this.token);
  }

  readonly #actions = {
    select: (row: Row): void => {
      this.#selectsNext = false;
      this.#select(row.job?.jobId ?? row.upload?.jobId ?? '');
    },
    cancel: (upload: Upload): void => this.#uploads.cancel(upload.clientRef),
    retry: (row: Row): void => {
      if (row.job?.state === 'failed') void this.#refreshAfter(this.#client.retryJob(row.job.jobId));
      else if (row.upload) this.#uploads.retry(row.upload.clientRef);
    },
    remove: (row: Row): void => {
      const jobId = row.job?.jobId ?? row.upload?.jobId;
      this.#uploads.forget(row.upload?.clientRef, jobId);
      if (jobId === undefined) return;
      this.#pages.remove(jobId);
      this.jobs = this.jobs.filter((job) => job.jobId !== jobId);
      if (this.selected === jobId) this.#select('');
      void this.#refreshAfter(this.#client.deleteJob(jobId));
    },
  };

  /** Awaits a request, then updates the list. */
  async #refreshAfter(request: Promise<void>): Promise<void> {
    try {
      await request;
      this.#polling.start({ fresh: true });
    } catch (error) {
      this.notice = error instanceof Error ? error.message : String(error);
    }
  }

  async #add(picked: PickedFiles): Promise<void> {
    this.#selectsNext = true;
    this.notice = '';
    try {
      await this.#uploads.add(picked);
    } catch (error) {
      if (this.isConnected) this.notice = error instanceof Error ? error.message : String(error);
    }
  }

  #handleSent(upload: Upload): void {
    const jobId = upload.jobId!;
    this.#emit('dicom-job-created', { jobId });
    if (this.#selectsNext) {
      this.#selectsNext = false;
      this.#select(jobId);
    }
    this.#polling.start();
  }

  #updateJobs(jobs: readonly JobSummary[]): number {
    const before = new Map(this.jobs.map(({ jobId, state }) => [jobId, state]));
    this.jobs = jobs;
    for (const { jobId, state } of jobs)
      if (before.has(jobId) && before.get(jobId) !== state) this.#emit('dicom-job-changed', { jobId, state });
    return jobs.some(({ state }) => !jobStates[state].terminal) ? BUSY_POLL_MS : IDLE_POLL_MS;
  }

  #select(jobId: string): void {
    this.selected = jobId;
    if (jobId !== '') this.#emit('dicom-job-selected', { jobId });
  }

  #isSelected({ job, upload }: Row): boolean {
    return this.selected !== '' && this.selected === (job?.jobId ?? upload?.jobId);
  }

  #emit(type: string, detail: Record<string, string>): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #summarize(): string {
    const { uploads } = this.#uploads;
    if (uploads.length === 0 && this.jobs.length === 0) return msg('No images yet.', { id: 'none-yet' });
    const sending = uploads.filter(({ state }) => state === 'sending' || state === 'queued').length;
    const busy = this.jobs.filter(({ state }) => state === 'decoding' || state === 'analyzing').length;
    const done = this.jobs.filter(({ state }) => state === 'completed').length;
    return [
      sending > 0 ? msg(str`${sending} uploading`, { id: 'n-uploading' }) : '',
      busy > 0 ? msg(str`${busy} in progress`, { id: 'n-busy' }) : '',
      msg(str`${done} completed`, { id: 'n-completed' }),
    ]
      .filter(Boolean)
      .join(' · ');
  }
}
