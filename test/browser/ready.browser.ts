/** The last module of the page. When it runs, all tests are registered. */
declare global {
  interface Window {
    ready: boolean;
  }
}

window.ready = true;

export {};
