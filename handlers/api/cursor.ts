import * as z from 'zod';
import { Instant, JobId } from '../../contract/index.ts';
import { ProblemError } from './problemError.ts';

/** A position in a list. The partition comes from the claims, so that a cursor opens no other tenant's list. */
export interface Cursor {
  createdKey: string;
  jobId: string;
}

const Encoded = z.tuple([Instant, JobId]);

export const encodeCursor = ({ createdKey, jobId }: Cursor): string =>
  Buffer.from(JSON.stringify([createdKey.slice(0, createdKey.indexOf('#')), jobId])).toString('base64url');

/** Parses a cursor. Throws 400 if it is invalid. */
export function decodeCursor(text: string): Cursor {
  const parsed = Encoded.safeParse(parse(text));
  if (!parsed.success) throw invalid();
  const [createdAt, jobId] = parsed.data;
  return { createdKey: `${createdAt}#${jobId}`, jobId };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw invalid();
  }
}

const invalid = (): ProblemError =>
  new ProblemError(400, 'invalid-cursor', 'The cursor is invalid. Start again without a cursor.');
