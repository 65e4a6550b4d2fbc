import * as z from 'zod';

/** A job's id: random, or for an object under `incoming/` a hash of its bucket, key and version. */
export const JobId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .meta({ id: 'JobId', description: '128 bits as 32 lowercase hexadecimal digits.' });

/** An event's id, derived from the event's content so that subscribers recognise a repeat. */
export const EventId = z.string().regex(/^[0-9a-f]{32}$/);

/** A tenant's name, from the token's claim or from the key prefix `incoming/{tenant}/`. */
export const Tenant = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);

/** An analyzer's name: the suffix of its event source `dicom-analyzer.<name>` and its key under `analyses`. */
export const AnalyzerName = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);

/** An opaque key that the client chooses. Use random values: file names and UIDs are patient data. */
export const ClientKey = z.string().regex(/^[A-Za-z0-9._~-]{1,64}$/);

/** The attempt's number, starting at 1. Each retry adds 1. */
export const Attempt = z.number().int().min(1).max(1000);

/** A UTC time in RFC 3339 with milliseconds, as `Date.toISOString` writes it. */
export const Instant = z.iso.datetime({ precision: 3 });
