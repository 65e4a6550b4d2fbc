import * as z from 'zod';

/** A job's id: 128 bits as 32 hexadecimal digits; random, or a hash of bucket, key and version for `incoming/`. */
export const JobId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .meta({ id: 'JobId', description: '128 bits as 32 lower-case hexadecimal digits.' });

/** Same form as a job's id, and a pure function of what happened, so that a repeat is recognised as one. */
export const EventId = z.string().regex(/^[0-9a-f]{32}$/);

/** A tenant, as the token's claim or the key's prefix `incoming/{tenant}/` names it. */
export const Tenant = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);

/** An analyzer's name: the tail of its event source, `dicom-analyzer.<name>`, and its key under `analyses`. */
export const AnalyzerName = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);

/** An opaque key of the client's own: random, never a file name or a UID, which are patients' data. */
export const ClientKey = z.string().regex(/^[A-Za-z0-9._~-]{1,64}$/);

/** Counts from 1; POST retry adds one. */
export const Attempt = z.number().int().min(1).max(1000);

/** RFC 3339 in UTC with milliseconds, as `Date.toISOString` writes it. */
export const Instant = z.iso.datetime({ precision: 3 });
