import { msg } from '@lit/localize';
import { preloadCodec } from '../../../dicom/codecs/preload.ts';
import type { Job, JobSummary } from '../../../contract/job.ts';
import type { LinksResponse } from '../../../contract/api.ts';
import type { ApiClient } from '../../api/apiClient.ts';
import { ApiError } from '../../api/apiError.ts';
import { openDicomImage } from './dicomViewerImage.ts';
import { keptReader } from './keptReader.ts';
import { openRaster } from './rasterImage.ts';
import { remoteBlob, remoteReader, type UrlSource } from './remoteReader.ts';
import { tagFacts } from './dicomFacts.ts';
import type { Fact, ViewerImage } from './viewerImage.ts';
import { workerDecoder } from './worker/allowWorkers.ts';

/** Where a job's pictures are: links are asked for once, and once more when one has run out. */
export class JobImages {
  readonly #client: ApiClient;
  readonly #job: JobSummary & Partial<Pick<Job, 'renditions'>>;
  #links: Promise<LinksResponse> | undefined;

  constructor(client: ApiClient, job: JobSummary & Partial<Pick<Job, 'renditions'>>) {
    this.#client = client;
    this.#job = job;
  }

  /** The first rendition that shows a whole frame; undefined where there is none. */
  async preview(signal: AbortSignal): Promise<{ image: ViewerImage; frame: number } | undefined> {
    // Source or rendition: both need them, and it is known to be asked for before anything is drawn.
    this.#askedLinks(false).catch(() => undefined);
    const whole = this.#job.renditions?.find(({ crop }) => crop.width === 1 && crop.height === 1);
    if (!whole) return undefined;
    const url = this.#url((links) => links.renditions.find(({ frame }) => frame === whole.frame)?.url);
    const blob = await remoteBlob(url, signal);
    return { image: await openRaster(blob, this.#facts()), frame: whole.frame };
  }

  /** The source itself; undefined where the browser cannot decode its format and the rendition has to do. */
  async source(signal: AbortSignal): Promise<ViewerImage | undefined> {
    const url = this.#url((links) => links.source?.url);
    const { format, transferSyntax } = this.#job.image ?? {};
    switch (format) {
      case 'dicom': {
        // Beside the links and the bytes, not after them; a failure shows when they are used.
        import('./decoder.ts').catch(() => undefined);
        const onMainThread = workerDecoder() === undefined;
        if (transferSyntax !== undefined && onMainThread) preloadCodec(transferSyntax);
        const reader = keptReader(await remoteReader(url, signal));
        return openDicomImage(reader, reader);
      }
      case 'jpeg':
      case 'png':
      case 'gif':
      case 'bmp':
        return openRaster(await remoteBlob(url, signal), this.#facts());
      case 'tiff':
      case undefined:
        return undefined;
    }
  }

  #url(pick: (links: LinksResponse) => string | undefined): UrlSource {
    return async ({ fresh }) => {
      const url = pick(await this.#askedLinks(fresh));
      if (url === undefined)
        throw new ApiError(404, 'no-source', msg('The image is not there any more.', { id: 'error-gone' }));
      return url;
    };
  }

  /** Links that were asked for in vain are not kept. */
  #askedLinks(fresh: boolean): Promise<LinksResponse> {
    if (!fresh && this.#links) return this.#links;
    const asked = this.#client.links(this.#job.jobId);
    this.#links = asked;
    asked.catch(() => {
      if (this.#links === asked) this.#links = undefined;
    });
    return asked;
  }

  #facts(): Fact[] {
    const { image } = this.#job;
    if (!image) return [];
    return [
      { name: 'Format', value: image.format.toUpperCase() },
      { name: 'Size', value: `${image.width} × ${image.height}` },
      ...tagFacts(image.tags ?? {}),
    ];
  }
}
