/** Under this name there is the salt of the fingerprints; each call has an entry beside it. */
export const STORAGE_KEY = 'dicom-analyzer-uploads';

/** The tab's storage; undefined where the page may not use it, as in a sandboxed frame. */
export function getSessionStorage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}
