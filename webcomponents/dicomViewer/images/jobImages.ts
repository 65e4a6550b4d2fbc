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

/** Opens the source and renditions of a job. Links are requested once, and again when one has expired. */
export class JobImages {
  readonly #client: ApiClient;
  readonly #job: JobSummary & Partial<Pick<Job, 'renditions'>>;
  #links: Promise<LinksResponse> | undefined;

  /** @param links the links, if they were requested already */
  constructor(
    client: ApiClient,
    job: JobSummary & Partial<Pick<Job, 'renditions'>>,
    links: Promise<LinksResponse> | undefined,
  ) {
    this.#client = client;
    this.#job = job;
    if (links) void this.#storeLinks(links);
  }

  /** The frame that the preview shows; the first frame if there is no preview. */
  get frame(): number {
    return this.#wholeFrame?.frame ?? 0;
  }

  /** Opens the first rendition of a whole frame; undefined if there is none. */
  async preview(signal: AbortSignal): Promise<ViewerImage | undefined> {
    const whole = this.#wholeFrame;
    if (!whole) return undefined;
    const url = this.#url((links) => links.renditions.find(({ frame }) => frame === whole.frame)?.url);
    return openRasterImage(await fetchBlob(url, signal), this.#listFacts());
  }

  /** Opens the source; undefined if the browser cannot decode its format, so that the rendition must be shown. */
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
        return openRasterImage(await fetchBlob(url, signal), this.#listFacts());
      case 'tiff':
      case undefined:
        return undefined;
    }
  }

  #url(pick: (links: LinksResponse) => string | undefined): UrlSource {
    return async (rejected) => {
      const links = this.#links ?? this.#requestLinks();
      let url = pick(await links);
      // The link expired, or was requested before there was a rendition. Of two rejected requests, one renews the links.
      if (url === rejected)
        url = pick(
          await (this.#links === links ? this.#requestLinks() : (this.#links ?? this.#requestLinks())),
        );
      if (url === undefined)
        throw new ApiError(404, 'no-source', msg('The image no longer exists.', { id: 'error-gone' }));
      return url;
    };
  }

  #requestLinks(): Promise<LinksResponse> {
    return this.#storeLinks(this.#client.createLinks(this.#job.jobId));
  }

  /** Stores links, but forgets them if the request fails. */
  #storeLinks(links: Promise<LinksResponse>): Promise<LinksResponse> {
    this.#links = links;
    links.catch(() => {
      if (this.#links === links) this.#links = undefined;
    });
    return links;
  }

  get #wholeFrame(): Rendition | undefined {
    return this.#job.renditions?.find(({ crop }) => crop.width === 1 && crop.height === 1);
  }

  #listFacts(): Fact[] {
    const { image } = this.#job;
    if (!image) return [];
    return [
      { name: 'Format', value: image.format.toUpperCase() },
      { name: 'Size', value: `${image.width} × ${image.height}` },
      ...listTagFacts(image.tags ?? {}),
    ];
  }
}
