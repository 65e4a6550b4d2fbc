/** The key of the fingerprints' salt, and the prefix of the keys of recorded calls. */
export const STORAGE_KEY = 'dicom-analyzer-uploads';

/** Returns the tab's session storage, or undefined if access is denied, as in a sandboxed frame. */
export function getSessionStorage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}
