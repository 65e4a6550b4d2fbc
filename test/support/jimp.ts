/** Jimp with the formats that tests read and write, and the one plugin that they use. */
import { createJimp } from '@jimp/core';
import bmp from '@jimp/js-bmp';
import gif from '@jimp/js-gif';
import jpeg from '@jimp/js-jpeg';
import png from '@jimp/js-png';
import tiff from '@jimp/js-tiff';
import { methods as blur } from '@jimp/plugin-blur';

export { intToRGBA } from '@jimp/utils';

export const Jimp = createJimp({ formats: [bmp, gif, jpeg, png, tiff], plugins: [blur] });

/** Media types by format. */
export const JimpMime = {
  bmp: 'image/bmp',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  png: 'image/png',
  tiff: 'image/tiff',
} as const;
