/** The last module of the page: by now all tests are registered. */
declare global {
  interface Window {
    ready: boolean;
  }
}

window.ready = true;

export {};
