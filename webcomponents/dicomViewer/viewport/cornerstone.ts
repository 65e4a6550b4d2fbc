/** A module of its own, so that it can be loaded late: cornerstone-core needs `window` when it loads. */
export { default } from 'cornerstone-core';
