import { localized, msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import { live } from 'lit/directives/live.js';
import type { JobSummary } from '../../contract/job.ts';
import type { TokenSource } from '../api/apiClient.ts';
import { Announcer } from '../controllers/announcer.ts';
import { getWindowText } from './stage/renderCorners.ts';
import { CineController } from './stacks/cineController.ts';
import { getLanguage } from '../language/language.ts';
import { LanguageController } from '../language/languageController.ts';
import { requestDeferred, type DeferredModules } from '../loadDeferred.ts';
import { theme } from '../styles/theme.ts';
import { viewerStyles } from './dicomViewer.styles.ts';
import { ImageController } from './stacks/imageController.ts';
import type { ViewerImage } from './images/viewerImage.ts';
import { JobController } from './jobController.ts';
import { listDetections, type Detection } from './results/detections.ts';
import { renderResultsPanel } from './results/renderResultsPanel.ts';
import { FileLibrary } from './stacks/fileLibrary.ts';
import { Thumbnails } from './stacks/thumbnails.ts';
import { renderSeriesStrip } from './stacks/renderSeriesStrip.ts';
import { renderStageContent } from './stage/renderStageContent.ts';
import { renderToolbar } from './toolbar/renderToolbar.ts';
import { toolbarStyles } from './toolbar/toolbar.styles.ts';
import { defaultTools } from './tools/defaultTools.ts';
import { handleKey, handleStackKey } from './tools/handleKey.ts';
import { PointerController } from './tools/pointerController.ts';
import { addToolToGroups } from './tools/addToolToGroups.ts';
import { isPointerTool, type StackPosition, type ToolContext, type ViewerTool } from './tools/tool.ts';
import { ViewerContext } from './viewerContext.ts';
import { ScreenController } from './viewport/screenController.ts';

/** The default for files without a frame time: ten frames per second. */
const DEFAULT_FRAME_MS = 100;

/**
 * Shows one DICOM or ordinary image with the results of its analyzers. Not a medical device; not for diagnosis.
 *
 * @fires {CustomEvent<{ jobId: string; state: string }>} dicom-job-changed - The state of the job changed.
 * @fires {CustomEvent<{ jobId: string }>} dicom-job-selected - The user scrolled to another job.
 * @slot empty - Content while no image is requested, instead of the element's text.
 * @slot toolbar - Controls after the tools.
 * @slot panel - Content below the results.
 * @csspart toolbar - The tools.
 * @csspart stage - The dark area that displays the image.
 * @csspart strip - The thumbnails, one for each series.
 * @csspart panel - The side panel with results and image information.
 */
@localized()
export class DicomViewer extends LitElement {
  static override styles = [theme, viewerStyles, toolbarStyles];

  /** The tools of the toolbar, in groups. A page can remove some, and add its own with `addTool`. */
  static tools: readonly (readonly ViewerTool[])[] = defaultTools;

  /**
   * Adds a tool to all viewers rendered from now on, in the group of the tool named `beside`, or in a new group at the end.
   *
   * @throws Error if one of its keys belongs to another tool
   */
  static addTool(tool: ViewerTool, beside?: string): void {
    DicomViewer.tools = addToolToGroups(DicomViewer.tools, tool, beside);
  }

  /** The base URL of the REST API. */
  @property({ attribute: 'api-url' }) apiUrl = '';

  /** The ID of the job to show. */
  @property({ attribute: 'job-id' }) jobId = '';

  /** The batch to show as stacks of images. Without `jobId`, the viewer starts at the first image. */
  @property() batch = '';

  /** The jobs that the user can scroll through, for pages that list them already. Takes precedence over `batch`. */
  @property({ attribute: false }) jobs: readonly JobSummary[] = [];

  /** The access token, or a function that returns one. Not available as an attribute. */
  @property({ attribute: false }) token: TokenSource | undefined;

  /** A local image, shown without a server. Takes precedence over `jobId`. */
  @property({ attribute: false }) file: Blob | undefined;

  /** Local images, shown as stacks without a server. */
  @property({ attribute: false }) files: readonly Blob[] = [];

  @state() private highlighted: string | undefined;
  @state() private toolName = '';
  @state() private threshold = 0;
  @state() private hiddenAnalyzers: ReadonlySet<string> = new Set();
  /** @internal Used by the element's controllers. */
  @query('.stage') readonly stage: HTMLElement | undefined;
  @query('.window-text') private readonly windowText: HTMLElement | undefined;
  @query('.canvas') private readonly canvas!: HTMLElement;

  readonly #images = new ImageController(this, {
    prepare: () => void this.updateComplete.then(() => this.#screen.prepare()),
    show: (image, frame, keep) => this.#show(image, frame, keep),
    clear: () => this.#screen.viewport?.clear(),
    imageChanged: (key) => this.#jobs.handleImageChange(key),
  });
  readonly #thumbnails = new Thumbnails(this, this.#images);
  readonly #announcer = new Announcer(this);
  readonly #cine = new CineController({
    count: () => this.#images.count,
    index: () => this.#images.index,
    frameMs: () => this.#images.image?.frameMs ?? DEFAULT_FRAME_MS,
    show: (index) => this.#images.goTo(index),
  });
  readonly #context = new ViewerContext({
    viewport: () => this.#screen.viewport,
    place: () => this.#images.place,
    index: () => this.#images.index,
    count: () => this.#images.count,
    playing: () => this.#cine.playing,
    play: (playing) => this.#play(playing),
    goTo: (index) => void this.#images.goTo(index),
    goToSeries: (by) => void this.#images.goToSeries(by),
    choose: (name) => this.#chooseTool(name),
    say: (text) => this.#announcer.announce(text),
    toggleFullScreen: () => void this.#toggleFullScreen(),
    requestUpdate: () => {
      void this.#updateOverlay();
      this.requestUpdate();
    },
  });
  readonly #screen = new ScreenController(this, {
    box: () => this.canvas,
    windowChanged: () => {
      const { toolContext: context, windowText } = this;
      if (context && windowText) windowText.textContent = getWindowText(context);
    },
  });
  readonly #pointer = new PointerController(this);
  readonly #jobs = new JobController(this, {
    images: this.#images,
    jobIdChanged: () => {
      this.#context.switches.revealed = false;
      this.highlighted = undefined;
    },
    stateChanged: ({ jobId, state }) => this.#emit('dicom-job-changed', { jobId, state }),
    jobSelected: (jobId) => this.#emit('dicom-job-selected', { jobId }),
  });

  constructor() {
    super();
    new LanguageController(this);
    this.addController(this.#cine);
  }

  /** The context that is passed to tools; undefined while no image is shown. */
  get toolContext(): ToolContext | undefined {
    const { image, frame = 0 } = this.#screen.viewport ?? {};
    return image?.loaded(frame) ? this.#context : undefined;
  }

  /** @internal Used by the element's controllers to scroll past an image that cannot be shown. */
  get stackPosition(): StackPosition {
    return this.#context;
  }

  /** The tool that receives pointer events; initially the first one that uses them. */
  get activeTool(): ViewerTool {
    const tools = DicomViewer.tools.flat().filter(isPointerTool);
    return tools.find(({ name }) => name === this.toolName) ?? tools[0]!;
  }

  /** Reopens the images that were released when the element was disconnected. */
  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasUpdated) return;
    if (this.#localFiles.length > 0) this.#openFiles();
    else this.#jobs.update(new Set(['jobId', 'token', 'batch']));
  }

  /** Delays rendering while an image loads, so that its requests are sent first. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated && this.#images.stage === 'loading')
      await new Promise((resolve) => setTimeout(resolve));
    await super.scheduleUpdate();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const filesChanged = changed.has('file') || changed.has('files');
    if (filesChanged || this.jobId !== '' || this.batch !== '') this.#preload();
    if (filesChanged && (this.#localFiles.length > 0 || this.hasUpdated)) this.#openFiles();
    if (this.#localFiles.length === 0) this.#jobs.update(new Set(changed.keys()));
  }

  override updated(): void {
    // Set through the style object, because a page's Content-Security-Policy may forbid style attributes.
    this.stage!.style.cursor = this.activeTool.cursor ?? '';
  }

  override render(): TemplateResult {
    const detections = listDetections(this.#jobs.job, this.threshold);
    const filter = { threshold: this.threshold, hidden: this.hiddenAnalyzers };
    const deferred = this.#requestDeferred();
    // Shown as soon as an image is expected, because the stage must not change its size when the image appears.
    const { image, count, stage } = this.#images;
    const beside = this.#jobs.job !== undefined || image !== undefined || count > 0 || stage === 'loading';
    return html`<div class=${classMap({ layout: true, beside })} lang=${getLanguage()}>
      <div class="screen">
        ${renderToolbar({
          groups: DicomViewer.tools,
          context: this.toolContext,
          active: this.activeTool,
          activate: (tool) => this.#activate(tool),
        })}
        <div
          class="stage"
          part="stage"
          tabindex="0"
          role="application"
          aria-label=${this.#getImageName()}
          @pointerdown=${this.#pointer.down}
          @pointermove=${this.#pointer.move}
          @pointerup=${this.#pointer.up}
          @pointercancel=${this.#pointer.up}
          @pointerleave=${this.#pointer.leave}
          @wheel=${{ handleEvent: this.#pointer.wheel, passive: false }}
          @dblclick=${() => this.toolContext?.viewport.fit()}
          @contextmenu=${(event: Event) => event.preventDefault()}
          @keydown=${this.#onKey}
        >
          <div class="canvas"></div>
          ${renderStageContent({
            context: this.toolContext,
            deferred,
            tools: DicomViewer.tools.flat(),
            images: this.#images,
            job: this.#jobs.job,
            problem: this.#jobs.problem,
            waiting: this.jobId !== '' || this.batch !== '',
            detections,
            filter,
            retry: () => void this.#jobs.retry(),
            highlighted: this.highlighted,
            highlight: (key) => (this.highlighted = key),
          })}
        </div>
        ${this.#renderSlider()} ${renderSeriesStrip(this.#images, this.#thumbnails)}
        <p class="visually-hidden" role="status">${this.#announcer.text}</p>
      </div>
      ${
        beside
          ? renderResultsPanel({
              job: this.#jobs.job,
              facts: this.#images.image?.facts ?? [],
              detections,
              highlighted: this.highlighted,
              revealed: this.#context.switches.revealed,
              context: this.toolContext,
              deferred,
              highlight: (key) => (this.highlighted = key),
              show: (detection) => this.#showDetection(detection),
              reveal: () => this.#reveal(),
              filter,
              toggle: (analyzer) => this.#toggleAnalyzer(analyzer),
              setThreshold: (threshold) => (this.threshold = threshold),
              goToFrame: (frame) => void this.#images.goToKey(this.#images.key, frame),
            })
          : nothing
      }
    </div>`;
  }

  /** Loads the code that shows images in parallel with the requests. A failure is reported on first use. */
  #preload(): void {
    this.#screen.preload();
    import('./images/decoder.ts').catch(() => undefined);
  }

  /** Requests the deferred modules once there are results, problems, measurements or panels to render. */
  #requestDeferred(): DeferredModules | undefined {
    const { switches, measurements } = this.#context;
    const { job, problem } = this.#jobs;
    const needed = job ?? problem ?? (measurements.any || switches.help || switches.adjust);
    return needed ? requestDeferred(this) : undefined;
  }

  get #localFiles(): readonly Blob[] {
    return this.file ? [this.file, ...this.files] : this.files;
  }

  #openFiles(): void {
    this.#jobs.stop();
    this.#context.measurements.clear();
    const files = this.#localFiles;
    if (files.length === 0) {
      this.#images.clear();
      this.#jobs.update(new Set(['jobId', 'token', 'batch']));
    } else void this.#openLibrary(new FileLibrary(files));
  }

  /** Shows the first file at once, then scans the others and builds the stacks. */
  async #openLibrary(library: FileLibrary): Promise<void> {
    const opened = this.#images.open(library, '0');
    const { signal } = this.#images;
    await opened;
    if (!signal || signal.aborted) return;
    await library.scan(signal, () => this.#images.rebuildStacks());
    const [stack] = this.#images.stacks;
    if (!this.#images.image && stack) await this.#images.goToStack(stack);
    if (library.skipped > 0)
      this.#announcer.announce(
        msg(str`Files skipped because they are not images: ${library.skipped}`, { id: 'skipped' }),
      );
  }

  #emit(type: string, detail: Record<string, string>): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  async #show(image: ViewerImage, frame: number, keep: boolean): Promise<void> {
    if (!this.hasUpdated) await this.updateComplete;
    const viewport = await this.#screen.enable();
    if (!viewport || this.#images.image !== image) return;
    viewport.show(image, frame, { keep });
    void this.#updateOverlay();
  }

  /** Draws the overlay planes of the frame, if they are switched on. */
  async #updateOverlay(): Promise<void> {
    const { viewport } = this.#screen;
    const image = viewport?.image;
    if (!viewport || !image) return;
    const { frame } = viewport;
    const overlay = this.#context.switches.overlays ? await image.overlay(frame) : undefined;
    // Another frame may be shown by now.
    if (viewport.image === image && viewport.frame === frame) viewport.overlay = overlay;
  }

  #chooseTool(name = ''): void {
    this.#context.cursor = undefined;
    this.toolName = name;
    this.#announcer.announce(this.activeTool.label());
  }

  #play(playing: boolean): void {
    if (playing) this.#cine.start();
    else this.#cine.stop();
    this.requestUpdate();
  }

  async #toggleFullScreen(): Promise<void> {
    try {
      if (document.fullscreenElement) await document.exitFullscreen();
      else await this.requestFullscreen();
    } catch {
      this.#announcer.announce(msg('The page does not allow full screen.', { id: 'no-full-screen' }));
    }
  }

  #activate(tool: ViewerTool): void {
    const context = this.toolContext;
    if (!context) return;
    if (isPointerTool(tool)) context.choose(tool.name);
    else tool.run?.(context);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.target !== this.stage) return;
    const context = this.toolContext;
    const tools = DicomViewer.tools.flat();
    const used = context
      ? handleKey(event, context, { tools, active: this.activeTool })
      : handleStackKey(event, this.#context);
    if (used) event.preventDefault();
  };

  #reveal(): void {
    const { switches } = this.#context;
    switches.revealed = !switches.revealed;
    this.requestUpdate();
  }

  #toggleAnalyzer(analyzer: string): void {
    const hidden = new Set(this.hiddenAnalyzers);
    if (!hidden.delete(analyzer)) hidden.add(analyzer);
    this.hiddenAnalyzers = hidden;
  }

  #showDetection(detection: Detection): void {
    this.#context.switches.boxes = true;
    this.highlighted = detection.key;
    void this.#images.goToKey(this.#images.key, detection.frame);
  }

  #renderSlider(): TemplateResult | typeof nothing {
    const { stack, index, count } = this.#images;
    const slot = stack?.slots[index];
    if (!slot || count < 2) return nothing;
    const go = (event: Event): void =>
      void this.#images.goTo(Number((event.target as HTMLInputElement).value));
    const label = slot.instance.frames > 1 ? msg('Frame', { id: 'frame' }) : msg('Image', { id: 'image' });
    return html`<label class="frames">
      <bdi>${label} ${index + 1} / ${count}</bdi>
      <input type="range" min="0" max=${count - 1} .value=${live(String(index))} @input=${go} />
    </label>`;
  }

  /** Returns the accessible name: modality, position in the stack and size. It contains no patient data. */
  #getImageName(): string {
    const { image, index, count } = this.#images;
    if (!image) return msg('Image', { id: 'image' });
    const modality = image.facts.find(({ name }) => name === 'Modality')?.value;
    const size = `${image.width} × ${image.height}`;
    const position = count > 1 ? msg(str`${index + 1} of ${count}`, { id: 'place-of' }) : '';
    return [msg('Image', { id: 'image' }), modality, position, size].filter(Boolean).join(', ');
  }
}
