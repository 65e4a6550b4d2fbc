import { runInBrowser } from '../browser/runInBrowser.ts';

await runInBrowser('in Chromium', [
  'test/webcomponents/dicomViewer.browser.ts',
  'test/webcomponents/dicomAnalyzer.browser.ts',
  'test/webcomponents/accessibility.browser.ts',
]);
