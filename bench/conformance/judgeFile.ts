import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesReader, DicomError, openDicom, type DicomImage, type StoredFrame } from '../../dicom/index.ts';
import { compareDisplay, type DisplayVerdict } from './compareDisplay.ts';
import { comparePixels } from './comparePixels.ts';
import { isTrusted, type Reference } from './references.ts';

export interface FileVerdict {
  path: string;
  /** `unjudged`: decoded, but there is no reference that counts. */
  outcome: 'exact' | 'tolerance' | 'refused' | 'wrong' | 'unjudged';
  trusted: boolean;
  transferSyntax: string;
  photometricInterpretation: string;
  /** What differed, or why the file was refused. */
  detail: string;
  warnings: string[];
  display?: DisplayVerdict & { options: string };
  milliseconds: number;
}

/** Decodes one file and holds it against its reference. An error that is not typed is a wrong answer. */
export async function judgeFile(path: string, reference: Reference, directory: string): Promise<FileVerdict> {
  const trusted = isTrusted(reference);
  const bytes = await readFile(join(directory, path));
  const started = performance.now();
  let [transferSyntax, photometricInterpretation] = [reference.ts, reference.pi];
  const about = () => ({
    path,
    trusted,
    transferSyntax,
    photometricInterpretation,
    milliseconds: Number((performance.now() - started).toFixed(1)),
  });
  let image: DicomImage;
  let frame: StoredFrame;
  try {
    image = await openDicom(bytesReader(bytes));
    transferSyntax = image.header.transferSyntaxUid;
    photometricInterpretation = image.header.photometricInterpretation;
    // The reference tools fill up what a short file lacks, and so does this for the comparison.
    frame = await image.readFrame(0, { fillMissing: true });
  } catch (error) {
    if (error instanceof DicomError)
      return { ...about(), outcome: 'refused', detail: `${error.code}: ${error.message}`, warnings: [] };
    return { ...about(), outcome: 'wrong', detail: `untyped error: ${String(error)}`, warnings: [] };
  }
  const timed = about();
  const warnings = image.warnings.map(({ code }) => code);
  if (reference.sha256 === undefined)
    return { ...timed, outcome: 'unjudged', detail: 'decoded; there is no reference', warnings };
  const { verdict, difference } = await comparePixels(frame, reference, directory);
  const display =
    // Wrong pixels make a wrong picture.
    reference.display === null || reference.trusted === 'untrusted-known-wrong'
      ? {}
      : {
          display: {
            ...(await compareDisplay(image, frame, reference.display, directory)),
            options: reference.display.dcm2pnm,
          },
        };
  if (trusted) return { ...timed, outcome: verdict, detail: difference, warnings, ...display };
  const detail = `reference ${reference.trusted ?? 'absent'}: ${verdict === 'exact' ? 'the same' : difference}`;
  return { ...timed, outcome: 'unjudged', detail, warnings, ...display };
}
