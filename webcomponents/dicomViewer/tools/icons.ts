import { svg, type SVGTemplateResult } from 'lit';

/** Icons on a 24 by 24 grid, drawn with a stroke in the text's colour. */
export const icons = {
  window: svg`<circle cx="12" cy="12" r="8" /><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />`,
  pan: svg`<path d="M12 3v18M3 12h18M12 3 9.5 5.5M12 3l2.5 2.5M12 21l-2.5-2.5M12 21l2.5-2.5M3 12l2.5-2.5M3 12l2.5 2.5M21 12l-2.5-2.5M21 12l-2.5 2.5" />`,
  zoom: svg`<circle cx="10.5" cy="10.5" r="6.5" /><path d="m20.5 20.5-5.2-5.200M10.5 7.5v6M7.5 10.5h6" />`,
  zoomIn: svg`<path d="M12 5v14M5 12h14" />`,
  zoomOut: svg`<path d="M5 12h14" />`,
  fit: svg`<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5" />`,
  oneToOne: svg`<path d="M5 8.5 7 7v10M16 8.5 18 7v10M12 9.5v.01M12 14.5v.01" />`,
  invert: svg`<rect x="4" y="4" width="16" height="16" rx="2" /><path d="M4 18V6a2 2 0 0 1 2-2h12z" fill="currentColor" />`,
  rotate: svg`<path d="M19 12a7 7 0 1 1-2.3-5.200M17.5 3v4h-4" />`,
  flipX: svg`<path d="M12 3v18M9 7 4 17h5zM15 7l5 10h-5z" />`,
  flipY: svg`<path d="M3 12h18M7 9 17 4v5zM7 15l10 5v-5z" />`,
  reset: svg`<path d="M5 12a7 7 0 1 0 2.3-5.200M6.5 3v4h4" />`,
  boxes: svg`<rect x="4" y="5" width="9" height="8" rx="1" /><rect x="11" y="11" width="9" height="8" rx="1" />`,
} satisfies Record<string, SVGTemplateResult>;
