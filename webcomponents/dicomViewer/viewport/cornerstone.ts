/** Re-exports cornerstone-core for dynamic imports, because it needs `window` when it loads. */
export { default } from 'cornerstone-core';
