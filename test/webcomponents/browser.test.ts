import { runInBrowser } from '../browser/runInBrowser.ts';

await runInBrowser('in Chromium', [
  'test/webcomponents/dicomViewer.browser.ts',
  'test/webcomponents/tools.browser.ts',
  'test/webcomponents/stacks.browser.ts',
  'test/webcomponents/stage.browser.ts',
  'test/webcomponents/results.browser.ts',
  'test/webcomponents/viewerLifecycle.browser.ts',
  'test/webcomponents/dicomAnalyzer.browser.ts',
  'test/webcomponents/polling.browser.ts',
  'test/webcomponents/events.browser.ts',
  'test/webcomponents/language.browser.ts',
  'test/webcomponents/lifecycle.browser.ts',
]);
