import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DicomError } from '../../dicom/index.ts';
import { compareDisplay, type DisplayVerdict } from './compareDisplay.ts';
import { comparePixels } from './comparePixels.ts';
import { decodeFirst, type Decoded } from './decodeFirst.ts';
import { isTrusted, type Reference } from './references.ts';

export interface Verdict {
  path: string;
  /** `unjudged`: decoded, but there is no reference that counts. */
  outcome: 'exact' | 'tolerance' | 'rejected' | 'wrong' | 'unjudged';
  trusted: boolean;
  transferSyntax: string;
  photometricInterpretation: string;
  /** The difference, or the reason of the error. */
  detail: string;
  warnings: string[];
  display?: DisplayVerdict & { options: string };
}

export interface FileVerdict extends Verdict {
  /** To open the file and to read its first frame. */
  milliseconds: number;
}

/** Decodes one file and holds it against its reference. */
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

/** Holds what a file was decoded to against its reference. An error that is not typed is a wrong answer. */
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
    // Wrong pixels make a wrong picture.
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
