import { msg } from '@lit/localize';
import { preloadCodec } from '../../../dicom/codecs/preloadCodec.ts';
import type { Job, JobSummary } from '../../../contract/job.ts';
import type { LinksResponse } from '../../../contract/api.ts';
import type { Rendition } from '../../../contract/image.ts';
import type { ApiClient } from '../../api/apiClient.ts';
import { ApiError } from '../../api/apiError.ts';
import { openDicomImage } from './openDicomImage.ts';
import { createCachingReader } from './createCachingReader.ts';
import { openRasterImage } from './openRasterImage.ts';
import { fetchBlob, openRemoteReader, type UrlSource } from './remoteReader.ts';
import { listTagFacts } from './dicomFacts.ts';
import type { Fact, ViewerImage } from './viewerImage.ts';
import { getWorkerDecoder } from './worker/allowWorkers.ts';

/** Where a job's pictures are: links are asked for once, and once more when one has run out. */
export class JobImages {
  readonly #client: ApiClient;
  readonly #job: JobSummary & Partial<Pick<Job, 'renditions'>>;
  #links: Promise<LinksResponse> | undefined;

  /** @param links where they were asked for already */
  constructor(
    client: ApiClient,
    job: JobSummary & Partial<Pick<Job, 'renditions'>>,
    links: Promise<LinksResponse> | undefined,
  ) {
    this.#client = client;
    this.#job = job;
    if (links) void this.#keep(links);
  }

  /** The frame that the preview shows, the first one where there is none. */
  get frame(): number {
    return this.#whole?.frame ?? 0;
  }

  /** The first rendition that shows a whole frame; undefined where there is none. */
  async preview(signal: AbortSignal): Promise<ViewerImage | undefined> {
    const whole = this.#whole;
    if (!whole) return undefined;
    const url = this.#url((links) => links.renditions.find(({ frame }) => frame === whole.frame)?.url);
    return openRasterImage(await fetchBlob(url, signal), this.#facts());
  }

  /** The source itself; undefined where the browser cannot decode its format and the rendition has to do. */
  async source(signal: AbortSignal): Promise<ViewerImage | undefined> {
    const url = this.#url((links) => links.source?.url);
    const { format, transferSyntax } = this.#job.image ?? {};
    switch (format) {
      case 'dicom': {
        const onMainThread = getWorkerDecoder() === undefined;
        if (transferSyntax !== undefined && onMainThread) preloadCodec(transferSyntax);
        const reader = createCachingReader(await openRemoteReader(url, signal));
        return openDicomImage(reader, reader);
      }
      case 'jpeg':
      case 'png':
      case 'gif':
      case 'bmp':
        return openRasterImage(await fetchBlob(url, signal), this.#facts());
      case 'tiff':
      case undefined:
        return undefined;
    }
  }

  #url(pick: (links: LinksResponse) => string | undefined): UrlSource {
    return async (refused) => {
      const links = this.#links ?? this.#ask();
      let url = pick(await links);
      // Run out, or asked for before there was a rendition; of two that were refused, one asks again.
      if (url === refused)
        url = pick(await (this.#links === links ? this.#ask() : (this.#links ?? this.#ask())));
      if (url === undefined)
        throw new ApiError(404, 'no-source', msg('The image is not there any more.', { id: 'error-gone' }));
      return url;
    };
  }

  #ask(): Promise<LinksResponse> {
    return this.#keep(this.#client.createLinks(this.#job.jobId));
  }

  /** Links that were asked for in vain are not kept. */
  #keep(links: Promise<LinksResponse>): Promise<LinksResponse> {
    this.#links = links;
    links.catch(() => {
      if (this.#links === links) this.#links = undefined;
    });
    return links;
  }

  get #whole(): Rendition | undefined {
    return this.#job.renditions?.find(({ crop }) => crop.width === 1 && crop.height === 1);
  }

  #facts(): Fact[] {
    const { image } = this.#job;
    if (!image) return [];
    return [
      { name: 'Format', value: image.format.toUpperCase() },
      { name: 'Size', value: `${image.width} × ${image.height}` },
      ...listTagFacts(image.tags ?? {}),
    ];
  }
}
