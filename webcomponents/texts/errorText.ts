import { msg } from '@lit/localize';
import { getLanguage, SOURCE_LANGUAGE } from '../language/language.ts';

/**
 * What went wrong, in the reader's language: the server's own sentence in English, which says more, and the code's
 * elsewhere; a code without words here keeps the server's sentence.
 */
export const getErrorText = ({ code, message }: { code: string; message: string }): string =>
  getLanguage() === SOURCE_LANGUAGE ? message : (byCode[code]?.() ?? message);

/** Of a module that did not come: a browser asks for it once in a page. */
export const getNotLoadedText = (): string =>
  msg('A part of the viewer could not be loaded. Load the page again.', { id: 'error-not-loaded' });

const damaged = (): string =>
  msg('The image is damaged and cannot be decoded. Upload it again, whole.', { id: 'error-damaged' });
const tooLarge = (): string =>
  msg('The image is larger than what can be analysed.', { id: 'error-too-large' });
const unsupported = (): string =>
  msg('The image is of a kind that cannot be decoded.', { id: 'error-unsupported' });

const byCode: Record<string, () => string> = {
  'aspect-unsupported': () =>
    msg('The image is too long for its width to be analysed.', { id: 'error-aspect' }),
  corrupt: damaged,
  'corrupt-codestream': damaged,
  empty: () => msg('The file is empty. Upload it again, whole.', { id: 'error-empty' }),
  expired: () => msg('No file arrived before the upload link expired.', { id: 'error-expired' }),
  'invalid-frame': damaged,
  'invalid-header': damaged,
  'invalid-palette': damaged,
  'header-too-large': tooLarge,
  'no-pixel-data': () => msg('The file holds no pixels.', { id: 'error-no-pixels' }),
  'not-an-image': () => msg('The object holds no image.', { id: 'error-not-an-image' }),
  'not-dicom': () => msg('The file is not DICOM.', { id: 'error-not-dicom' }),
  'timed-out': () => msg('The job did not end within its deadline.', { id: 'error-timed-out' }),
  'too-deep': damaged,
  'too-large': tooLarge,
  'too-many-elements': tooLarge,
  truncated: () =>
    msg('The file ends before its image does. Upload it again, whole.', { id: 'error-truncated' }),
  unauthorized: () => msg('The sign-in is not valid or has expired.', { id: 'error-unauthorized' }),
  'not-found': () => msg('There is no such image any more.', { id: 'error-not-found' }),
  'unrecognised-format': () =>
    msg('By its content the file is no DICOM, JPEG, PNG, GIF, BMP or TIFF image.', {
      id: 'error-unrecognised',
    }),
  'unsafe-preamble': () =>
    msg('The file begins as a program does, and was refused.', { id: 'error-preamble' }),
  'unsupported-codestream': unsupported,
  'unsupported-format': unsupported,
  'unsupported-pixels': unsupported,
  'unsupported-transfer-syntax': unsupported,
};
