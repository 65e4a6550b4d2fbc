/** The `.local` folder of an earlier version. */
export const STATE = new URL('state/', import.meta.url);
/** The file with the states of its jobs. */
export const EXPECTED_FILE = new URL('expected.json', import.meta.url);
/** The tenant of the jobs. */
export const TENANT = 'upgrade';
export const ANALYSIS = 'analyzing';

/** The jobs by id: the state in the folder, and the final state that they must reach. */
export interface Expected {
  jobs: Record<string, { was: string; becomes: string }>;
}
