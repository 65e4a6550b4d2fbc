import * as z from 'zod';

/** The format of a file, detected from its bytes and not from its name or Content-Type. */
export const ImageFormat = z.enum(['dicom', 'jpeg', 'png', 'gif', 'bmp', 'tiff']);

export const Box = z
  .object({
    left: z.number().min(0).max(1),
    top: z.number().min(0).max(1),
    width: z.number().min(0).max(1),
    height: z.number().min(0).max(1),
  })
  .meta({
    id: 'Box',
    description: 'A rectangle in fractions (0 to 1) of the whole frame, upright and with square pixels.',
  });

/** The window that a rendition was displayed with (PS3.3 C.11.2.1.2), and its source. */
export const AppliedWindow = z
  .object({
    center: z.number(),
    width: z.number(),
    function: z.enum(['LINEAR', 'LINEAR_EXACT', 'SIGMOID']),
    source: z.enum(['file', 'computed', 'lut']),
  })
  .meta({ id: 'AppliedWindow' });

/** Keywords of tags that are safe to store, because the PS3.15 Annex E profile does not list them. */
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

/** A UID: digits and dots (PS3.5 9.1). */
const Uid = z
  .string()
  .max(64)
  .regex(/^(0|[1-9]\d*)(\.(0|[1-9]\d*))+$/);

/** The terms of Photometric Interpretation, the retired ones included (PS3.3 C.7.6.3.1.2). */
const PhotometricInterpretation = z.enum([
  'MONOCHROME1',
  'MONOCHROME2',
  'PALETTE COLOR',
  'RGB',
  'HSV',
  'ARGB',
  'CMYK',
  'YBR_FULL',
  'YBR_FULL_422',
  'YBR_PARTIAL_422',
  'YBR_PARTIAL_420',
  'YBR_ICT',
  'YBR_RCT',
  'XYB',
]);

/** Tags whose values have a form in which no name can hide. */
const FORMS: Partial<Record<(typeof SAFE_TAGS)[number], z.ZodType<string>>> = {
  SOPClassUID: Uid,
  TransferSyntaxUID: Uid,
  PhotometricInterpretation,
};

/** Header values by keyword. The object is strict, so that no tag outside the safe list passes. */
export const SafeTags = z
  .partialRecord(z.enum(SAFE_TAGS), z.union([TagScalar, z.array(TagScalar).max(64)]))
  .superRefine((tags, context) => {
    for (const [keyword, form] of Object.entries(FORMS)) {
      const value = tags[keyword as keyof typeof FORMS];
      if (value !== undefined && !form.safeParse(value).success)
        context.addIssue({
          code: 'custom',
          path: [keyword],
          message: 'The value is not valid for this attribute.',
        });
    }
  })
  .meta({ id: 'SafeTags' });

/** An image's properties. Width and height are those of the upright frame, in stored pixels. */
export const ImageSummary = z
  .object({
    format: ImageFormat,
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    frames: z.number().int().positive(),
    transferSyntax: Uid.optional(),
    series: z.string().max(64).optional().meta({
      description: 'An HMAC of the Series Instance UID with a key per tenant. Slices of one series share it.',
    }),
    position: z
      .number()
      .optional()
      .meta({ description: "The slice's position along its normal, in millimetres." }),
    tags: SafeTags.optional(),
  })
  .meta({ id: 'ImageSummary' });

/** The 8-bit JPEG of one frame that the analyzers receive. Width and height are those of this JPEG. */
export const Rendition = z
  .object({
    frame: z.number().int().min(0),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    crop: Box,
    window: AppliedWindow.optional(),
  })
  .meta({ id: 'Rendition' });

/** A repair or a doubt about an image. The message holds no header value outside the safe list. */
export const Warning = z
  .object({ code: z.string().max(64), message: z.string().max(500) })
  .meta({ id: 'Warning' });

/** The reason for a failure: a code for programs and a message for people. */
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
