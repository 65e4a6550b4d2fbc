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
/** Objects that gateways drop appear without an upload. */
const IDLE_POLL_MS = 30_000;
/** Of thousands the list shows the first, and so many more each time: a page cannot hold them all. */
const ROWS = 200;

/**
 * Uploads images, follows their jobs and shows what was found: the one tag that a portal embeds.
 *
 * @fires {CustomEvent<{ jobId: string }>} dicom-job-created - an upload was sent, and has its job
 * @fires {CustomEvent<{ jobId: string; state: string }>} dicom-job-changed - a job has another state
 * @fires {CustomEvent<{ jobId: string }>} dicom-job-selected - a job is shown
 * @slot header - the page's own words, above where files are dropped
 * @slot toolbar - controls of the page's own, after the viewer's tools
 * @slot panel - the page's own words, below the viewer's results
 * @csspart drop-zone - where files are dropped
 * @csspart list - the jobs
 * @csspart viewer - the viewer
 * @csspart toolbar - the viewer's tools
 * @csspart stage - the dark surface with the image
 * @csspart strip - one picture for each series
 * @csspart panel - results and facts
 */
@localized()
export class DicomAnalyzer extends LitElement {
  static override styles = [theme, analyzerStyles];

  /** Where the REST API is. */
  @property({ attribute: 'api-url' }) apiUrl = '';

  /** Shows and makes jobs of this batch only: an opaque random key, never a patient's data. Default: all of the tenant. */
  @property() batch = '';

  /** The access token, or a function that gets one; never an attribute. */
  @property({ attribute: false }) token: TokenSource | undefined;

  @state() private jobs: readonly JobSummary[] = [];
  @state() private problem: ApiError | undefined;
  @state() private chosen = '';
  @state() private over = false;
  @state() private notice = '';
  /** How many rows are drawn. */
  @state() private rows = ROWS;

  readonly #ownBatch = createRandomKey();
  #followed = true;
  #told: string | undefined;

  readonly #announcer = new Announcer(this);

  readonly #uploads = new UploadController(this, {
    client: () => this.#client,
    place: () => ({
      apiUrl: this.apiUrl,
      batch: this.batch || this.#ownBatch,
      own: this.batch === '',
    }),
    sent: (upload) => this.#sent(upload),
  });
  readonly #pages = new JobPages(
    () => this.#client,
    () => this.batch,
  );
  readonly #list = new PollingController<readonly JobSummary[]>(this, {
    poll: (_, signal) => this.#pages.poll(signal),
    onValue: (jobs) => this.#take(jobs),
    onError: (error) => (this.problem = error),
  });

  constructor() {
    super();
    new LanguageController(this);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('apiUrl') && !changed.has('token') && !changed.has('batch')) return;
    this.jobs = [];
    this.rows = ROWS;
    this.#pages.clear();
    if (this.apiUrl === '' || this.token === undefined) this.#list.stop();
    else this.#list.start({ fresh: true });
  }

  /** Tells of starts, ends and interruptions, but not of every file (WCAG 4.1.3). */
  override updated(): void {
    const busy = this.jobs.some(({ state }) => !jobStates[state].terminal);
    const phase = `${this.#uploads.phase} ${busy} ${this.notice}`;
    if (this.#told !== undefined && this.#told !== phase) this.#announcer.say(this.notice || this.#summary());
    this.#told = phase;
  }

  override render(): TemplateResult {
    const rows = mergeRows(this.#uploads.uploads, this.jobs);
    return html`<div class="layout">
      <div class="side" lang=${getLanguage()}>
        <slot name="header"></slot>
        ${renderDropZone({
          over: this.over,
          setOver: (over) => (this.over = over),
          picked: (picked) => void this.#add(picked),
        })}
        ${this.problem ? html`<p class="banner" role="alert">${getErrorText(this.problem)}</p>` : nothing}
        <p class="status"><bdi>${this.notice || this.#summary()}</bdi></p>
        ${this.#uploads.bar}
        <p class="visually-hidden" role="status">${this.#announcer.words}</p>
        <ul class="list" part="list" aria-label=${msg('Images', { id: 'images' })}>
          ${repeat(
            rows.slice(0, this.rows),
            ({ key }) => key,
            (row) => renderJobRow(row, this.#isChosen(row), this.#actions),
          )}
          ${this.#more(rows.length)}
        </ul>
      </div>
      <dicom-viewer
        part="viewer"
        exportparts="toolbar, stage, strip, panel"
        api-url=${this.apiUrl}
        job-id=${this.chosen}
        .jobs=${this.jobs}
        .token=${this.token}
        @dicom-job-selected=${this.#onSelected}
        @dicom-job-changed=${() => this.#list.start({ fresh: true })}
      >
        <slot name="toolbar" slot="toolbar"></slot>
        <slot name="panel" slot="panel"></slot>
      </dicom-viewer>
    </div>`;
  }

  /** The reader scrolled to another image of the stack. */
  readonly #onSelected = ({ detail }: CustomEvent<{ jobId: string }>): void => {
    this.#followed = false;
    this.chosen = detail.jobId;
  };

  #more(rows: number): TemplateResult | typeof nothing {
    const left = rows - this.rows;
    if (left <= 0 && !this.#pages.hasMore) return nothing;
    const more = (): void => {
      this.rows += ROWS;
      if (left > ROWS || !this.#pages.hasMore) return;
      this.#pages.requestMore();
      this.#list.start({ fresh: true });
    };
    return html`<li class="status">
      ${left > 0 ? msg(str`and ${left} more`, { id: 'n-more' }) : nothing}
      <button class="plain" data-more @click=${more}>${msg('Show more', { id: 'show-more' })}</button>
    </li>`;
  }

  get #client(): ApiClient {
    return new ApiClient(this.apiUrl, () => this.token);
  }

  readonly #actions = {
    choose: (row: Row): void => {
      this.#followed = false;
      this.#choose(row.job?.jobId ?? row.upload?.jobId ?? '');
    },
    cancel: (upload: Upload): void => this.#uploads.cancel(upload.clientRef),
    retry: (row: Row): void => {
      if (row.job?.state === 'failed') void this.#do(this.#client.retryJob(row.job.jobId));
      else if (row.upload) this.#uploads.retry(row.upload.clientRef);
    },
    remove: (row: Row): void => {
      const jobId = row.job?.jobId ?? row.upload?.jobId;
      this.#uploads.forget(row.upload?.clientRef, jobId);
      if (jobId === undefined) return;
      this.#pages.remove(jobId);
      this.jobs = this.jobs.filter((job) => job.jobId !== jobId);
      if (this.chosen === jobId) this.#choose('');
      void this.#do(this.#client.deleteJob(jobId));
    },
  };

  /** Asks the server for something, then looks at the list again. */
  async #do(request: Promise<void>): Promise<void> {
    try {
      await request;
      this.#list.start({ fresh: true });
    } catch (error) {
      this.notice = error instanceof Error ? error.message : String(error);
    }
  }

  async #add(picked: PickedFiles): Promise<void> {
    this.#followed = true;
    this.notice = '';
    try {
      await this.#uploads.add(picked);
    } catch (error) {
      if (this.isConnected) this.notice = error instanceof Error ? error.message : String(error);
    }
  }

  #sent(upload: Upload): void {
    const jobId = upload.jobId!;
    this.#tell('dicom-job-created', { jobId });
    if (this.#followed) {
      this.#followed = false;
      this.#choose(jobId);
    }
    this.#list.start();
  }

  #take(jobs: readonly JobSummary[]): number {
    const before = new Map(this.jobs.map(({ jobId, state }) => [jobId, state]));
    this.jobs = jobs;
    for (const { jobId, state } of jobs)
      if (before.has(jobId) && before.get(jobId) !== state) this.#tell('dicom-job-changed', { jobId, state });
    return jobs.some(({ state }) => !jobStates[state].terminal) ? BUSY_POLL_MS : IDLE_POLL_MS;
  }

  #choose(jobId: string): void {
    this.chosen = jobId;
    if (jobId !== '') this.#tell('dicom-job-selected', { jobId });
  }

  #isChosen({ job, upload }: Row): boolean {
    return this.chosen !== '' && this.chosen === (job?.jobId ?? upload?.jobId);
  }

  #tell(type: string, detail: Record<string, string>): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #summary(): string {
    const { uploads } = this.#uploads;
    if (uploads.length === 0 && this.jobs.length === 0) return msg('No images yet.', { id: 'none-yet' });
    const sending = uploads.filter(({ state }) => state === 'sending' || state === 'queued').length;
    const busy = this.jobs.filter(({ state }) => state === 'decoding' || state === 'analyzing').length;
    const done = this.jobs.filter(({ state }) => state === 'completed').length;
    return [
      sending > 0 ? msg(str`${sending} uploading`, { id: 'n-uploading' }) : '',
      busy > 0 ? msg(str`${busy} under way`, { id: 'n-busy' }) : '',
      msg(str`${done} completed`, { id: 'n-completed' }),
    ]
      .filter(Boolean)
      .join(' · ');
  }
}
