import { css } from 'lit';

/**
 * The colours and the typography of both elements. The page's `color-scheme` selects light or dark colours.
 *
 * @cssprop --dicom-accent - Primary buttons, selected items and focus outlines.
 * @cssprop --dicom-on-accent - Text on the accent colour.
 * @cssprop --dicom-surface - The background of lists and panels.
 * @cssprop --dicom-raised - The background of the drop zone and of hovered rows.
 * @cssprop --dicom-line - Borders.
 * @cssprop --dicom-text - Text.
 * @cssprop --dicom-quiet - Secondary text.
 * @cssprop --dicom-good - Success states.
 * @cssprop --dicom-bad - Error states.
 * @cssprop --dicom-radius - The corner radius of boxes.
 * @cssprop --dicom-font - The font families.
 */
export const theme = css`
  :host {
    --_accent: var(--dicom-accent, light-dark(#095f66, #4cc3c7));
    --_on-accent: var(--dicom-on-accent, light-dark(#fff, #06282a));
    --_surface: var(--dicom-surface, light-dark(#fff, #15191d));
    --_raised: var(--dicom-raised, light-dark(#f4f6f7, #1d2227));
    --_line: var(--dicom-line, light-dark(#d9dfe2, #313940));
    --_text: var(--dicom-text, light-dark(#172126, #e8edef));
    --_quiet: var(--dicom-quiet, light-dark(#4a5860, #a3b1b8));
    --_good: var(--dicom-good, light-dark(#17703f, #5fd08f));
    --_bad: var(--dicom-bad, light-dark(#b3261e, #ff938a));
    --_radius: var(--dicom-radius, 10px);
    --_font: var(--dicom-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', sans-serif);
    color: var(--_text);
    font: 14px/1.45 var(--_font);
    box-sizing: border-box;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
  }

  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  .visually-hidden:not(:focus):not(:active) {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .badge {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 1px 9px 1px 8px;
    border-radius: 99px;
    font-size: 12px;
    font-weight: 600;
    white-space: nowrap;
    color: var(--_tone, var(--_quiet));
    background: color-mix(in srgb, var(--_tone, var(--_quiet)) 12%, transparent);
  }

  .badge::before {
    content: '';
    width: 6px;
    height: 6px;
    border-radius: 50%;
    background: currentColor;
  }

  .busy {
    --_tone: var(--_accent);
  }
  .good {
    --_tone: var(--_good);
  }
  .bad {
    --_tone: var(--_bad);
  }

  @media (prefers-reduced-motion: no-preference) {
    .badge.busy::before {
      animation: pulse 1.2s ease-in-out infinite alternate;
    }
  }

  @keyframes pulse {
    to {
      opacity: 0.25;
    }
  }

  .quiet {
    color: var(--_quiet);
  }

  .problem {
    color: var(--_bad);
    margin: 0;
  }

  button.plain {
    min-height: 28px;
    padding: 2px 10px;
    border: 1px solid var(--_line);
    border-radius: 6px;
    background: transparent;
    font-size: 13px;
  }

  button.plain:hover {
    background: var(--_raised);
  }

  button.plain:disabled {
    opacity: 0.5;
    cursor: default;
  }

  @media (forced-colors: active) {
    .badge {
      border: 1px solid;
    }
  }
`;
