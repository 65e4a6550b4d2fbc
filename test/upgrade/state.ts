/** The `.local` folder of an earlier state of the project, and what its jobs were. */
export const STATE = new URL('state/', import.meta.url);
export const EXPECTED_FILE = new URL('expected.json', import.meta.url);
/** Whose jobs they are. */
export const TENANT = 'upgrade';
export const ANALYSIS = 'analyzing';

/** Each job by id: the state that it was left in, and the one that it must come to. */
export interface Expected {
  jobs: Record<string, { was: string; becomes: string }>;
}
