import { css } from 'lit';

/** The page's styles. A constructed style sheet needs no exception in the page's Content Security Policy. */
export const portalStyles = css`
  :root {
    color-scheme: light dark;
    --line: light-dark(#d9dfe2, #313940);
    --text: light-dark(#172126, #e8edef);
    --quiet: light-dark(#4a5860, #a3b1b8);
    --accent: light-dark(#0b6e75, #4cc3c7);
    --surface: light-dark(#fff, #15191d);
    --ground: light-dark(#f4f6f7, #0f1214);
  }

  * {
    box-sizing: border-box;
  }

  body {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    height: 100dvh;
    margin: 0;
    color: var(--text);
    background: var(--surface);
    font:
      14px/1.45 system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      'Open Sans',
      sans-serif;
  }

  header {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 10px 18px;
    border-bottom: 1px solid var(--line);
  }
  header svg {
    width: 26px;
    height: 26px;
    color: var(--accent);
  }
  header h1 {
    flex: 1;
    margin: 0;
    font-size: 15px;
    font-weight: 650;
    letter-spacing: -0.005em;
  }
  header .who {
    color: var(--quiet);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  button {
    min-height: 32px;
    padding: 4px 14px;
    border: 1px solid var(--line);
    border-radius: 7px;
    background: transparent;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  button:hover {
    background: var(--ground);
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  main {
    min-height: 0;
  }

  .welcome {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 14px;
    height: 100%;
    padding: 32px;
    text-align: center;
    background: var(--ground);
  }
  .welcome svg {
    width: 72px;
    height: 72px;
    color: var(--accent);
  }
  .welcome h2 {
    margin: 0;
    font-size: 26px;
    font-weight: 650;
    letter-spacing: -0.015em;
    text-wrap: balance;
  }
  .welcome p {
    margin: 0;
    max-width: 52ch;
    color: var(--quiet);
    text-wrap: pretty;
  }
  .welcome button {
    min-height: 42px;
    margin-top: 8px;
    padding: 8px 26px;
    border: 0;
    background: var(--accent);
    color: light-dark(#fff, #06282a);
    font-weight: 600;
  }
  .welcome small {
    color: var(--quiet);
  }
`;
