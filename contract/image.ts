import * as z from 'zod';

/** What the content is, found by its bytes, never by its name or Content-Type. */
export const ImageFormat = z.enum(['dicom', 'jpeg', 'png', 'gif', 'bmp', 'tiff']);

/** Part of a frame: from 0 to 1 of the whole upright frame with square pixels. */
export const Box = z
  .object({
    left: z.number().min(0).max(1),
    top: z.number().min(0).max(1),
    width: z.number().min(0).max(1),
    height: z.number().min(0).max(1),
  })
  .meta({ id: 'Box', description: 'From 0 to 1 of the whole upright frame with square pixels.' });

/** The display window that a rendition was made with (PS3.3 C.11.2.1.2); `source` says where it came from. */
export const AppliedWindow = z
  .object({
    center: z.number(),
    width: z.number(),
    function: z.enum(['LINEAR', 'LINEAR_EXACT', 'SIGMOID']),
    source: z.enum(['file', 'computed', 'lut']),
  })
  .meta({ id: 'AppliedWindow' });

/** Tags that are safe to persist, by keyword; the PS3.15 Annex E profile does not list them. */
export const SAFE_TAGS = [
  'Modality',
  'SOPClassUID',
  'TransferSyntaxUID',
  'Rows',
  'Columns',
  'BitsAllocated',
  'BitsStored',
  'PhotometricInterpretation',
  'NumberOfFrames',
  'WindowCenter',
  'WindowWidth',
  'RescaleSlope',
  'RescaleIntercept',
  'PixelSpacing',
  'ImagerPixelSpacing',
  'SliceThickness',
  'BodyPartExamined',
  'Laterality',
  'ViewPosition',
  'ImageType',
  'Manufacturer',
  'ManufacturerModelName',
  'InstanceNumber',
  'BurnedInAnnotation',
] as const;

const TagScalar = z.union([z.string().max(128), z.number()]);

/** Header values by keyword, of the safe list only: strict, so that nothing else gets through. */
export const SafeTags = z
  .partialRecord(z.enum(SAFE_TAGS), z.union([TagScalar, z.array(TagScalar).max(64)]))
  .meta({ id: 'SafeTags' });

/** What the pipeline knows of an image. Width and height in pixels of the upright frame as stored. */
export const ImageSummary = z
  .object({
    format: ImageFormat,
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    frames: z.number().int().positive(),
    transferSyntax: z.string().max(64).optional(),
    series: z.string().max(64).optional().meta({
      description: 'A tenant-keyed HMAC of the Series Instance UID: equal for slices of one series.',
    }),
    position: z
      .number()
      .optional()
      .meta({ description: "The slice's place along its normal, in millimetres." }),
    tags: SafeTags.optional(),
  })
  .meta({ id: 'ImageSummary' });

/** One frame as the analyzers saw it: an 8-bit JPEG with square pixels. Width and height are the rendition's. */
export const Rendition = z
  .object({
    frame: z.number().int().min(0),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    crop: Box,
    window: AppliedWindow.optional(),
  })
  .meta({ id: 'Rendition' });

/** A repair or a doubt that travels with the image; the message holds no header value outside the safe list. */
export const Warning = z
  .object({ code: z.string().max(64), message: z.string().max(500) })
  .meta({ id: 'Warning' });

/** Why something ended: a code for programs and a sentence for people. */
export const JobError = z
  .object({ code: z.string().max(64), message: z.string().max(1000) })
  .meta({ id: 'JobError' });

export type ImageFormat = z.infer<typeof ImageFormat>;
export type Box = z.infer<typeof Box>;
export type AppliedWindow = z.infer<typeof AppliedWindow>;
export type SafeTags = z.infer<typeof SafeTags>;
export type ImageSummary = z.infer<typeof ImageSummary>;
export type Rendition = z.infer<typeof Rendition>;
export type Warning = z.infer<typeof Warning>;
export type JobError = z.infer<typeof JobError>;
