import type { GraphArchive, GraphAsset } from './graph.ts';

/** Returns true for an input that was a Pulumi archive. */
export const isGraphArchive = (value: unknown): value is GraphArchive =>
  typeof value === 'object' && value !== null && 'files' in value && value.files instanceof Map;

/** Returns true for an input that was a Pulumi asset. */
export const isGraphAsset = (value: unknown): value is GraphAsset =>
  typeof value === 'object' && value !== null && 'content' in value && Buffer.isBuffer(value.content);
