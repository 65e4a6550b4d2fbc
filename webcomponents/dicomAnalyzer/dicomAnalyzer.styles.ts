import { css } from 'lit';

export const analyzerStyles = css`
  :host {
    display: block;
    height: 100%;
    min-height: 480px;
    container: analyzer / inline-size;
    background: var(--_surface);
  }

  .layout {
    display: grid;
    grid-template-columns: 320px minmax(0, 1fr);
    height: 100%;
    min-height: inherit;
  }

  .side {
    display: flex;
    flex-direction: column;
    min-height: 0;
    border-inline-end: 1px solid var(--_line);
  }

  dicom-viewer {
    min-height: 0;
  }

  .drop {
    display: grid;
    justify-items: center;
    gap: 2px;
    margin: 16px 16px 8px;
    padding: 20px 16px 18px;
    border: 1.5px dashed color-mix(in srgb, var(--_quiet) 55%, transparent);
    border-radius: var(--_radius);
    background: var(--_raised);
    text-align: center;
  }
  .drop.over {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 10%, var(--_surface));
  }
  .drop svg {
    width: 28px;
    height: 28px;
    fill: none;
    stroke: var(--_accent);
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .drop p {
    margin: 0;
    font-weight: 600;
  }
  .drop p.quiet {
    font-size: 12px;
    font-weight: 400;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 8px;
    margin-top: 12px;
  }
  .choices button {
    min-height: 32px;
  }
  button.primary {
    padding: 4px 14px;
    border: 1px solid transparent;
    border-radius: 6px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 13px;
    font-weight: 600;
  }
  button.primary:hover {
    background: color-mix(in srgb, var(--_accent) 88%, #000);
  }

  .banner {
    margin: 4px 16px;
    padding: 8px 12px;
    border-radius: 8px;
    color: var(--_bad);
    background: color-mix(in srgb, var(--_bad) 10%, transparent);
  }

  .status {
    margin: 0;
    padding: 6px 18px 8px;
    font-size: 12px;
    color: var(--_quiet);
    border-bottom: 1px solid var(--_line);
  }

  .list {
    flex: 1;
    margin: 0;
    padding: 0;
    overflow: auto;
    list-style: none;
  }

  .row {
    position: relative;
    display: flex;
    border-bottom: 1px solid color-mix(in srgb, var(--_line) 60%, transparent);
  }
  .row:hover {
    background: var(--_raised);
  }
  .row.selected {
    background: color-mix(in srgb, var(--_accent) 9%, var(--_surface));
  }
  .row.selected::before {
    content: '';
    position: absolute;
    inset: 0 auto;
    inset-inline-start: 0;
    width: 3px;
    background: var(--_accent);
  }

  .choose {
    flex: 1;
    display: grid;
    grid-template-columns: 40px minmax(0, 1fr);
    gap: 2px 12px;
    min-width: 0;
    padding: 10px 8px;
    padding-inline-start: 16px;
    border: 0;
    background: none;
    text-align: start;
    outline-offset: -2px;
  }
  .choose:disabled {
    cursor: default;
  }
  .choose > * {
    grid-column: 2;
  }
  .choose > .kind {
    grid-area: 1 / 1 / span 2;
    align-self: center;
    display: grid;
    place-items: center;
    height: 40px;
    border-radius: 8px;
    background: color-mix(in srgb, var(--_quiet) 14%, transparent);
    color: var(--_quiet);
    font-size: 11px;
    font-weight: 700;
    letter-spacing: 0.03em;
  }
  .title {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 600;
    /* Keeps a file name in its own writing direction, aligned to the start of the row. */
    justify-self: start;
    max-width: 100%;
    unicode-bidi: plaintext;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: 12px;
    white-space: nowrap;
    overflow: hidden;
  }
  .choose .problem {
    margin-top: 3px;
    font-size: 12px;
  }

  progress {
    width: 100%;
    height: 4px;
    margin-top: 5px;
    border: 0;
    border-radius: 2px;
    overflow: hidden;
    appearance: none;
    background: var(--_line);
  }
  progress::-webkit-progress-bar {
    background: var(--_line);
  }
  progress::-webkit-progress-value {
    background: var(--_accent);
  }
  progress::-moz-progress-bar {
    background: var(--_accent);
  }

  .actions {
    display: flex;
    align-items: center;
    gap: 2px;
    padding-inline-end: 8px;
  }
  button.icon {
    display: grid;
    place-items: center;
    width: 30px;
    height: 30px;
    padding: 0;
    border: 0;
    border-radius: 6px;
    background: none;
    color: var(--_quiet);
  }
  button.icon:hover {
    background: color-mix(in srgb, var(--_quiet) 16%, transparent);
    color: var(--_text);
  }
  button.icon svg {
    width: 18px;
    height: 18px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  @media (forced-colors: active) {
    button.primary {
      border-color: ButtonText;
      background: ButtonFace;
      color: ButtonText;
      forced-color-adjust: none;
    }
    .row.selected {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }

  @container analyzer (inline-size < 860px) {
    .layout {
      grid-template: auto minmax(560px, 1fr) / minmax(0, 1fr);
    }
    .side {
      border-inline-end: 0;
      max-height: 380px;
    }
    .drop {
      grid-template-columns: auto minmax(0, 1fr) auto;
      justify-items: start;
      gap: 0 14px;
      padding: 12px 16px;
      text-align: start;
    }
    .drop svg {
      grid-row: span 2;
      align-self: center;
    }
    .drop .choices {
      grid-area: 1 / 3 / span 2;
      align-self: center;
      margin: 0;
    }
  }

  @container analyzer (inline-size < 520px) {
    .drop {
      grid-template-columns: auto minmax(0, 1fr);
    }
    .drop .choices {
      grid-area: auto / 1 / auto / span 2;
      justify-content: start;
      margin-top: 10px;
    }
  }
`;
