import type { AppliedWindow, ImageSummary } from '../../contract/index.ts';
import {
  DicomError,
  type DicomImage,
  type DisplayFrame,
  openDicom,
  type RangeReader,
  squarePixels,
  toDisplay,
} from '../../dicom/index.ts';
import { createCodecDeadline } from './codecDeadline.ts';
import { MAX_SIDE } from './planRendition.ts';
import type { OpenedImage, Picture } from './openedImage.ts';
import { RejectedImageError } from './rejectedImageError.ts';
import { pickSafeTags } from './pickSafeTags.ts';

/** Options for opening a DICOM object. */
export interface DicomOptions {
  /** The largest number of pixels in a frame. */
  framePixels: number;
  /** Selects the frames to render from the number of frames. */
  select: (frames: number) => number[];
  /** Computes the value that replaces the Series Instance UID outside this function. */
  seriesMac: (seriesUid: string) => Promise<string>;
}

/** Opens a DICOM object and reads its header. Throws RejectedImageError. */
export async function openDicomImage(reader: RangeReader, options: DicomOptions): Promise<OpenedImage> {
  return rejectDicomErrors(async () => {
    const image = await openDicom(reader, {
      limits: { framePixels: options.framePixels },
      deadline: createCodecDeadline(),
    });
    return {
      image: await summarize(image, options),
      warnings: () =>
        image.warnings
          .slice(0, 50)
          .map(({ code, message }) => ({ code: code.slice(0, 64), message: message.slice(0, 500) })),
      pictures: renderFrames(image, options.select(image.frameCount)),
    };
  });
}

async function* renderFrames(image: DicomImage, frames: readonly number[]): AsyncGenerator<Picture> {
  for (const frame of frames) yield await rejectDicomErrors(() => renderFrame(image, frame));
}

async function renderFrame(image: DicomImage, frame: number): Promise<Picture> {
  const stored = await image.readFrame(frame, { maxSide: MAX_SIDE });
  const display = toDisplay(image, stored, frame);
  const window = appliedWindow(display);
  return { frame, display: squarePixels(display, image.header), ...(window === undefined ? {} : { window }) };
}

function appliedWindow({ window }: DisplayFrame): AppliedWindow | undefined {
  if (window === undefined || window.source === 'user') return undefined;
  const { center, width, source } = window;
  return { center, width, function: window.function, source };
}

async function summarize({ header, frameCount }: DicomImage, options: DicomOptions): Promise<ImageSummary> {
  const { seriesInstanceUid } = header.identity;
  return {
    format: 'dicom',
    width: header.columns,
    height: header.rows,
    frames: frameCount,
    transferSyntax: header.transferSyntaxUid,
    ...(seriesInstanceUid === undefined ? {} : { series: await options.seriesMac(seriesInstanceUid) }),
    ...(header.slicePosition === undefined ? {} : { position: header.slicePosition }),
    tags: pickSafeTags(header.tags),
  };
}

/** Converts a DicomError, which the file causes, to a rejection with the same code and message. */
async function rejectDicomErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DicomError)
      throw new RejectedImageError(error.code, error.message, { cause: error });
    throw error;
  }
}
