import { svg, type SVGTemplateResult } from 'lit';

/** Creates an icon from a line and a filled path. All icons share one template, because separate ones took longer than the toolbar. */
const createIcon = (line: string, filled = ''): SVGTemplateResult =>
  svg`<path d=${line} /><path d=${filled} fill="currentColor" />`;

/** Icons on a 24 by 24 grid, drawn with strokes in the colour of the text. */
export const icons = {
  window: createIcon('M4 12a8 8 0 1 0 16 0 8 8 0 1 0 -16 0z', 'M12 4a8 8 0 0 1 0 16z'),
  pan: createIcon(
    'M12 3v18M3 12h18M12 3 9.5 5.5M12 3l2.5 2.5M12 21l-2.5-2.5M12 21l2.5-2.5M3 12l2.5-2.5M3 12l2.5 2.5M21 12l-2.5-2.5M21 12l-2.5 2.5',
  ),
  zoom: createIcon(
    'M4 10.5a6.5 6.5 0 1 0 13 0 6.5 6.5 0 1 0 -13 0zM20.5 20.5l-5.2-5.2M10.5 7.5v6M7.5 10.5h6',
  ),
  zoomIn: createIcon('M12 5v14M5 12h14'),
  zoomOut: createIcon('M5 12h14'),
  fit: createIcon('M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5'),
  oneToOne: createIcon('M5 8.5 7 7v10M16 8.5 18 7v10M12 9.5v.01M12 14.5v.01'),
  invert: createIcon(
    'M6 4h12a2 2 0 0 1 2 2v12a2 2 0 0 1 -2 2h-12a2 2 0 0 1 -2 -2v-12a2 2 0 0 1 2 -2z',
    'M4 18V6a2 2 0 0 1 2-2h12z',
  ),
  rotate: createIcon('M19 12a7 7 0 1 1-2.3-5.2M17.5 3v4h-4'),
  rotateLeft: createIcon('M5 12a7 7 0 1 0 2.3-5.2M6.5 3v4h4'),
  flipX: createIcon('M12 3v18M9 7 4 17h5zM15 7l5 10h-5z'),
  flipY: createIcon('M3 12h18M7 9 17 4v5zM7 15l10 5v-5z'),
  reset: createIcon('M4 11 12 4l8 7M6 9.5V20h12V9.5M10 20v-6h4v6'),
  length: createIcon('M4.5 16 16 4.5 19.5 8 8 19.5zM8 12.5l1.5 1.5M11 9.5l1.5 1.5M14 6.5l1.5 1.5'),
  angle: createIcon('M19 6 5 18h15M12 12.2a8 8 0 0 1 3 5.8'),
  ellipse: createIcon('M3.5 12a8.5 6 0 1 0 17 0 8.5 6 0 1 0 -17 0z'),
  rectangle: createIcon('M4 6.5h16v11H4z', 'M2.75 5.25h2.5v2.5h-2.5zM18.75 16.25h2.5v2.5h-2.5z'),
  probe: createIcon('M7.5 12a4.5 4.5 0 1 0 9 0 4.5 4.5 0 1 0 -9 0zM12 3v6M12 15v6M3 12h6M15 12h6'),
  erase: createIcon('M9 19h11M5 15.5 14.5 6l5 5-8 8H8.5z M9.5 11l5 5'),
  overlays: createIcon('m12 4 9 5-9 5-9-5zM4 13.5l8 4.5 8-4.5'),
  corners: createIcon('M4 8V4h4M20 16v4h-4M9 9h6M12 9v7'),
  reveal: createIcon(
    'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM9.2 12a2.8 2.8 0 1 0 5.6 0 2.8 2.8 0 1 0 -5.6 0z',
  ),
  play: createIcon('', 'M8 5v14l11-7z'),
  fullScreen: createIcon(
    'M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5M4 4l5.5 5.5M20 4l-5.5 5.5M4 20l5.5-5.5M20 20l-5.5-5.5',
  ),
  help: createIcon(
    'M3 12a9 9 0 1 0 18 0 9 9 0 1 0 -18 0zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.8v.01',
  ),
  adjust: createIcon('M4 7h16M4 17h16M15 4v6M9 14v6'),
  boxes: createIcon(
    'M5 5h7a1 1 0 0 1 1 1v6a1 1 0 0 1 -1 1h-7a1 1 0 0 1 -1 -1v-6a1 1 0 0 1 1 -1zM12 11h7a1 1 0 0 1 1 1v6a1 1 0 0 1 -1 1h-7a1 1 0 0 1 -1 -1v-6a1 1 0 0 1 1 -1z',
  ),
} satisfies Record<string, SVGTemplateResult>;
