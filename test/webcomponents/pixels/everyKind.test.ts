import { runInBrowser } from '../../browser/runInBrowser.ts';

await runInBrowser('in Chromium', ['test/webcomponents/pixels/everyKind.browser.ts']);
