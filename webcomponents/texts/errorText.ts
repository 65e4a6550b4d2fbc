import { msg } from '@lit/localize';
import { getLanguage, SOURCE_LANGUAGE } from '../language/language.ts';

/**
 * Returns the text of an error in the user's language. In English it is the server's message, which is more specific;
 * in other languages it is the text for the code, or the server's message if the code has none.
 */
export const getErrorText = ({ code, message }: { code: string; message: string }): string =>
  getLanguage() === SOURCE_LANGUAGE ? message : (textsByCode[code]?.() ?? message);

/** Returns the text for a module that failed to load. Browsers do not retry a failed import until the page is reloaded. */
export const getNotLoadedText = (): string =>
  msg('A part of the viewer could not be loaded. Reload the page.', { id: 'error-not-loaded' });

const damaged = (): string =>
  msg('The image is damaged and cannot be decoded. Upload an intact copy.', { id: 'error-damaged' });
const tooLarge = (): string => msg('The image is too large to be analyzed.', { id: 'error-too-large' });
const unsupported = (): string => msg('Images of this type cannot be decoded.', { id: 'error-unsupported' });

const textsByCode: Record<string, () => string> = {
  'aspect-unsupported': () => msg('The image is too long and narrow to be analyzed.', { id: 'error-aspect' }),
  corrupt: damaged,
  'corrupt-codestream': damaged,
  empty: () => msg('The file is empty. Upload an intact copy.', { id: 'error-empty' }),
  expired: () => msg('No file arrived before the upload link expired.', { id: 'error-expired' }),
  'invalid-frame': damaged,
  'invalid-header': damaged,
  'invalid-palette': damaged,
  'header-too-large': tooLarge,
  'no-pixel-data': () => msg('The file contains no pixel data.', { id: 'error-no-pixels' }),
  'not-an-image': () => msg('The object contains no image.', { id: 'error-not-an-image' }),
  'not-dicom': () => msg('The file is not DICOM.', { id: 'error-not-dicom' }),
  'timed-out': () => msg('The job did not finish in time.', { id: 'error-timed-out' }),
  'too-deep': damaged,
  'too-large': tooLarge,
  'too-many-elements': tooLarge,
  truncated: () => msg('The file is truncated. Upload an intact copy.', { id: 'error-truncated' }),
  unauthorized: () => msg('The sign-in is not valid or has expired.', { id: 'error-unauthorized' }),
  'not-found': () => msg('The image no longer exists.', { id: 'error-not-found' }),
  'unrecognised-format': () =>
    msg('The file is not a DICOM, JPEG, PNG, GIF, BMP or TIFF image.', {
      id: 'error-unrecognised',
    }),
  'unsafe-preamble': () =>
    msg('The file starts like an executable program and was rejected.', { id: 'error-preamble' }),
  'unsupported-codestream': unsupported,
  'unsupported-format': unsupported,
  'unsupported-pixels': unsupported,
  'unsupported-transfer-syntax': unsupported,
};
