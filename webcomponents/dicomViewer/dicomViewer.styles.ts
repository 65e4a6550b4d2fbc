import { css } from 'lit';

/**
 * The styles of the viewer. The area around the image is dark in every colour scheme, because a bright surround hides dark
 * greys. The stage sets its background itself, so that it stays dark in forced colours, and draws its focus ring over the
 * image, light on dark.
 */
export const viewerStyles = css`
  :host {
    display: grid;
    grid-template-rows: minmax(0, 1fr);
    min-height: 320px;
    container: viewer / inline-size;
    background: var(--_surface);
    overflow: hidden;
  }

  .layout {
    display: grid;
    grid-template: 'stage' minmax(0, 1fr) / minmax(0, 1fr);
    min-height: 0;
  }
  .layout.beside {
    grid-template: 'stage panel' minmax(0, 1fr) / minmax(0, 1fr) 300px;
  }

  .screen {
    /* Keeps text readable on any grey. */
    --_halo: 0 0 1px #000, 0 0 2px #000, 0 0 3px #000, 0 0 5px #000;
    grid-area: stage;
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto auto;
    min-height: 0;
    background: #0b0d0f;
    color: #dfe5e8;
    color-scheme: dark;
    --_accent: #58cdd0;
    --_line: #2b3238;
    --_quiet: #98a6ad;
  }

  .stage {
    position: relative;
    overflow: hidden;
    min-height: 220px;
    touch-action: none;
    user-select: none;
    outline: none;
    background: #0b0d0f;
    forced-color-adjust: none;
    direction: ltr;
  }
  .stage:focus-visible::after {
    content: '';
    position: absolute;
    inset: 0;
    border: 2px solid var(--_accent);
    outline: 1px solid #000;
    outline-offset: -3px;
    pointer-events: none;
  }

  .canvas {
    position: absolute;
    inset: 0 auto auto 0;
    transform-origin: 0 0;
  }

  .overlay {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    pointer-events: none;
  }

  .detection {
    --_box: #ffd23f;
  }
  .detection.hue-1,
  .hue-1 .swatch {
    --_box: #ff9de2;
  }
  .detection.hue-2,
  .hue-2 .swatch {
    --_box: #9df08b;
  }
  .detection.hue-3,
  .hue-3 .swatch {
    --_box: #ffb070;
  }
  .detection.text {
    --_box: #7fb6ff;
  }

  .detection polygon {
    fill: none;
    stroke-linejoin: round;
  }
  .detection .halo {
    stroke: rgb(0 0 0 / 75%);
    stroke-width: 4;
  }
  .detection .line {
    stroke: var(--_box);
    stroke-width: 2;
    pointer-events: stroke;
  }
  .detection.text .line {
    stroke-width: 1.25;
  }
  .detection.text .halo {
    stroke-width: 2.5;
  }
  .detection.highlighted .line {
    stroke-width: 3;
    fill: color-mix(in srgb, var(--_box) 14%, transparent);
  }
  .detection .tag {
    fill: var(--_box);
    pointer-events: auto;
  }
  .detection text {
    font:
      600 12px system-ui,
      sans-serif;
    fill: #1b1600;
  }

  .measurement .line {
    fill: none;
    stroke: #7ff0b5;
    stroke-width: 1.5;
  }
  .measurement .halo {
    fill: none;
    stroke: rgb(0 0 0 / 80%);
    stroke-width: 3.5;
  }
  .measurement circle {
    fill: #7ff0b5;
    stroke: #000;
  }
  .measurement text {
    font:
      600 12px system-ui,
      sans-serif;
    fill: #c9ffe3;
    stroke: rgb(0 0 0 / 85%);
    stroke-width: 3px;
    paint-order: stroke;
  }

  .letter {
    position: absolute;
    padding: 6px;
    font-weight: 600;
    color: #ffe9a8;
    text-shadow: var(--_halo);
    pointer-events: none;
  }
  .letter.left {
    inset: 50% auto auto 0;
    translate: 0 -50%;
  }
  .letter.right {
    inset: 50% 0 auto auto;
    translate: 0 -50%;
  }
  .letter.top {
    inset: 0 auto auto 50%;
    translate: -50%;
  }
  .letter.bottom {
    inset: auto auto 0 50%;
    translate: -50%;
  }

  .scale {
    position: absolute;
    inset: auto auto 32px 50%;
    translate: -50%;
    display: grid;
    justify-items: center;
    font-size: 11px;
    color: #fff;
    text-shadow: var(--_halo);
    pointer-events: none;
  }
  .scale path {
    fill: none;
    stroke: #fff;
    stroke-width: 1.5;
  }
  .scale .halo {
    stroke: #000;
    stroke-width: 3;
  }

  .help {
    position: absolute;
    inset: 12px;
    overflow: auto;
    padding: 12px 16px;
    border: 1px solid var(--_line);
    border-radius: 8px;
    background: rgb(11 13 15 / 94%);
    touch-action: pan-y;
  }
  .adjust {
    inset: 12px 12px auto auto;
    display: grid;
    gap: 8px;
    max-width: calc(100% - 24px);
    max-height: calc(100% - 24px);
  }
  .adjust .help-head {
    gap: 24px;
    margin: 0;
  }
  .adjust label {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 96px;
    align-items: center;
    gap: 16px;
    font-size: 13px;
  }
  .adjust input {
    min-width: 0;
    min-height: 28px;
    padding: 2px 8px;
    border: 1px solid #56646c;
    border-radius: 6px;
    background: #0b0d0f;
    color: inherit;
    font: inherit;
    font-variant-numeric: tabular-nums;
  }
  .adjust .steps {
    display: flex;
    justify-content: end;
    gap: 4px;
  }

  .help-head {
    display: flex;
    justify-content: space-between;
    align-items: center;
    margin-bottom: 8px;
  }
  .help th {
    color: inherit;
    font-size: 13px;
    padding-inline-end: 16px;
  }

  .corner {
    position: absolute;
    padding: 8px 12px;
    font-size: 12px;
    line-height: 1.5;
    color: #eef2f4;
    text-shadow: var(--_halo);
    pointer-events: none;
    font-variant-numeric: tabular-nums;
  }
  .corner.start {
    inset: auto auto 0 0;
  }
  .corner.end {
    inset: auto 0 0 auto;
    text-align: right;
  }
  .corner.note {
    inset: 0 auto auto 0;
  }

  .preview {
    display: inline-block;
    margin: 2px 0;
    padding: 1px 8px;
    border-radius: 99px;
    background: rgb(0 0 0 / 60%);
    border: 1px solid #56646c;
    text-shadow: none;
  }

  .message {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 8px;
    padding: 24px;
    text-align: center;
    color: #b7c3c9;
    pointer-events: none;
    text-wrap: balance;
  }
  .message strong {
    font-size: 16px;
    color: #eef2f4;
    font-weight: 600;
  }
  .message p {
    margin: 0;
    max-width: 46ch;
  }

  .frames {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 6px 12px;
    border-top: 1px solid var(--_line);
    font-variant-numeric: tabular-nums;
    font-size: 12px;
  }
  .frames input {
    flex: 1;
    min-height: 24px;
    accent-color: var(--_accent);
  }

  .strip {
    display: flex;
    gap: 6px;
    overflow-x: auto;
    padding: 6px 12px;
    border-top: 1px solid var(--_line);
  }
  .strip button {
    position: relative;
    flex: none;
    display: grid;
    place-items: center;
    width: 84px;
    height: 84px;
    padding: 4px;
    border: 2px solid transparent;
    border-radius: 8px;
    background: #000;
  }
  .strip button[aria-current] {
    border-color: var(--_accent);
  }
  @media (forced-colors: active) {
    .strip button[aria-current] {
      border-color: Highlight;
      outline: 2px solid Highlight;
    }
  }
  .strip canvas {
    max-width: 72px;
    max-height: 72px;
  }
  .strip span {
    position: absolute;
    inset: auto 4px 4px auto;
    padding: 0 5px;
    border-radius: 99px;
    background: rgb(0 0 0 / 80%);
    font-size: 11px;
  }

  .panel {
    grid-area: panel;
    overflow: auto;
    border-inline-start: 1px solid var(--_line);
    padding: 16px;
  }

  h2 {
    margin: 0 0 10px;
    font-size: 12px;
    font-weight: 600;
    letter-spacing: 0.04em;
    text-transform: uppercase;
    color: var(--_quiet);
  }
  h3 {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    margin: 0 0 6px;
    font-size: 14px;
    font-weight: 600;
  }
  h3 .name {
    text-transform: capitalize;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .panel section + section {
    margin-top: 22px;
  }

  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    padding: 4px 0;
    text-align: start;
    font-size: 12px;
    font-weight: 500;
    color: var(--_quiet);
    border-bottom: 1px solid var(--_line);
  }
  td {
    padding: 5px 0;
    border-bottom: 1px solid color-mix(in srgb, var(--_line) 55%, transparent);
    overflow-wrap: anywhere;
  }
  th[scope='row'] {
    border-bottom-color: color-mix(in srgb, var(--_line) 55%, transparent);
  }
  .number {
    text-align: end;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  tr.highlighted td {
    background: color-mix(in srgb, var(--_accent) 12%, transparent);
  }

  button.row {
    display: flex;
    align-items: center;
    gap: 8px;
    width: 100%;
    min-height: 24px;
    padding: 0;
    border: 0;
    background: none;
    text-align: start;
  }
  .swatch {
    flex: none;
    width: 10px;
    height: 10px;
    border: 2px solid color-mix(in srgb, var(--_box, #ffd23f) 80%, #000);
    border-radius: 2px;
  }
  .swatch.text {
    border-color: #3f86e8;
  }
  .analyzers {
    display: grid;
    gap: 22px 16px;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr));
    margin-top: 12px;
  }
  .panel .analyzers section + section {
    margin-top: 0;
  }
  .toggle,
  .threshold {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 24px;
    font-size: 13px;
  }
  .threshold input {
    flex: 1;
    min-width: 0;
    min-height: 24px;
    accent-color: var(--_accent);
  }
  .analyzed {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    align-items: center;
    gap: 6px 8px;
    margin: 0 0 8px;
    font-size: 13px;
  }
  .message button {
    pointer-events: auto;
    color: #eef2f4;
  }
  .message .remedy {
    color: #dfe5e8;
  }

  .text p {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 8px;
    margin: 10px 0 4px;
  }

  dl {
    display: grid;
    grid-template-columns: fit-content(50%) minmax(0, 1fr);
    gap: 5px 14px;
    margin: 0;
    font-size: 13px;
  }
  dt {
    color: var(--_quiet);
  }
  dd {
    margin: 0;
    text-align: end;
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }

  .warnings {
    margin: 0;
    padding-inline-start: 18px;
    font-size: 13px;
  }

  .source {
    margin: 22px 0 0;
    font-size: 12px;
    color: var(--_quiet);
  }

  @container viewer (inline-size < 720px) {
    /* The stage keeps its height. If that leaves no room for the panel, both scroll. */
    .layout.beside {
      overflow: auto;
      grid-template:
        'stage' minmax(min-content, 3fr)
        'panel' minmax(160px, 2fr) / minmax(0, 1fr);
    }
    .screen {
      grid-template-rows: auto minmax(220px, 1fr) auto auto;
    }
    .panel {
      border-inline-start: 0;
      border-top: 1px solid var(--_line);
    }
  }
`;
