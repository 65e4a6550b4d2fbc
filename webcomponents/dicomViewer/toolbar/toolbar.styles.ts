import { css } from 'lit';

export const toolbarStyles = css`
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 0;
    padding: 6px 0;
    border-bottom: 1px solid var(--_line);
    /* Hides the separator before the first group of a row. */
    overflow: clip;
  }

  .group {
    display: flex;
    gap: 2px;
    margin-inline-start: -1px;
    padding: 0 6px;
    border-inline-start: 1px solid var(--_line);
  }

  .toolbar button {
    display: grid;
    place-items: center;
    width: 34px;
    height: 34px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: 7px;
    background: none;
    color: #c6d0d5;
  }
  .toolbar button:hover:not(:disabled) {
    background: #20272c;
    color: #fff;
  }
  .toolbar button[aria-pressed='true'] {
    background: #133a3d;
    border-color: #2c7377;
    color: #7fe3e5;
  }
  .toolbar button:disabled {
    opacity: 0.35;
    cursor: default;
  }

  .toolbar select {
    height: 34px;
    max-width: 184px;
    padding-inline: 6px 2px;
    text-overflow: ellipsis;
    unicode-bidi: plaintext;
    margin-inline-start: 4px;
    border: 1px solid #3a444b;
    border-radius: 7px;
    background: #0b0d0f;
    color: #c6d0d5;
    font: inherit;
    font-size: 13px;
  }

  @container viewer (inline-size < 480px) {
    .toolbar {
      flex-wrap: nowrap;
      overflow: auto hidden;
    }
    /* Without a focusable descendant, it could not be scrolled by keys. */
    .toolbar:not(:has(:enabled)) {
      overflow: clip;
    }
    .toolbar button {
      flex: none;
    }
  }

  svg.icon {
    width: 19px;
    height: 19px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  @media (forced-colors: active) {
    .toolbar button[aria-pressed='true'] {
      border-color: Highlight;
      outline: 2px solid Highlight;
    }
  }
`;
