/** Runs the `.browser.ts` files that test/run.ts was given, as tests of this mocha run. */
import { runInBrowser } from './runInBrowser.ts';

await runInBrowser('in Chromium', process.env.BROWSER_TEST_FILES!.split(','));
