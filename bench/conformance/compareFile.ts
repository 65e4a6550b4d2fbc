import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DicomError } from '../../dicom/index.ts';
import { compareDisplay, type DisplayVerdict } from './compareDisplay.ts';
import { comparePixels } from './comparePixels.ts';
import { decodeFirst, type Decoded } from './decodeFirst.ts';
import { isTrusted, type Reference } from './references.ts';

export interface Verdict {
  path: string;
  /** `unjudged`: decoded, but without a trusted reference. */
  outcome: 'exact' | 'tolerance' | 'rejected' | 'wrong' | 'unjudged';
  trusted: boolean;
  transferSyntax: string;
  photometricInterpretation: string;
  /** The difference from the reference, or the error. */
  detail: string;
  warnings: string[];
  display?: DisplayVerdict & { options: string };
}

export interface FileVerdict extends Verdict {
  /** The time to open the file and to read its first frame. */
  milliseconds: number;
}

/** Decodes one file and compares it with its reference. */
export async function compareFile(
  path: string,
  reference: Reference,
  directory: string,
): Promise<FileVerdict> {
  const bytes = await readFile(join(directory, path));
  const started = performance.now();
  const decoded = await decodeFirst(bytes);
  const milliseconds = Number((performance.now() - started).toFixed(1));
  return { ...(await compareWithReference(path, decoded, reference, directory)), milliseconds };
}

/** Compares a decoded file with its reference. An error other than DicomError counts as wrong. */
export async function compareWithReference(
  path: string,
  decoded: Decoded,
  reference: Reference,
  directory: string,
): Promise<Verdict> {
  const trusted = isTrusted(reference);
  const { image } = decoded;
  const about = {
    path,
    trusted,
    transferSyntax: image?.header.transferSyntaxUid ?? reference.ts,
    photometricInterpretation: image?.header.photometricInterpretation ?? reference.pi,
  };
  if (!('frame' in decoded)) {
    const { error } = decoded;
    if (error instanceof DicomError)
      return { ...about, outcome: 'rejected', detail: `${error.code}: ${error.message}`, warnings: [] };
    return { ...about, outcome: 'wrong', detail: `untyped error: ${String(error)}`, warnings: [] };
  }
  const { frame } = decoded;
  const warnings = decoded.image.warnings.map(({ code }) => code);
  if (reference.sha256 === undefined)
    return { ...about, outcome: 'unjudged', detail: 'decoded; there is no reference', warnings };
  const { verdict, difference } = await comparePixels(frame, reference, directory);
  const display =
    // If the reference pixels are wrong, so is the reference image.
    reference.display === null || reference.trusted === 'untrusted-known-wrong'
      ? {}
      : {
          display: {
            ...(await compareDisplay(decoded.image, frame, reference.display, directory)),
            options: reference.display.dcm2pnm,
          },
        };
  if (trusted) return { ...about, outcome: verdict, detail: difference, warnings, ...display };
  const detail = `reference ${reference.trusted ?? 'absent'}: ${verdict === 'exact' ? 'the same' : difference}`;
  return { ...about, outcome: 'unjudged', detail, warnings, ...display };
}
