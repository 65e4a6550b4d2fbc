export * from './api.ts';
export * from './events.ts';
export * from './ids.ts';
export * from './image.ts';
export * from './job.ts';
export * from './keys.ts';
export * from './result.ts';
