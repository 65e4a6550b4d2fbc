/** Operates the portal and the embedding page in Chromium as a user does. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** Opens the portal and signs in as a tenant at the local issuer. */
export async function signedInPortal(
  browser: Browser,
  portalUrl: string,
  tenant: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await browser.newPage(options);
  await page.goto(portalUrl);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Another tenant').fill(tenant);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.locator('dicom-analyzer').waitFor();
  return page;
}

/** Drops a file from disk on the element. */
export const dropFile = (page: Page, path: string): Promise<void> =>
  dropBytes(page, basename(path), readFileSync(path));

/** Drops a file with these bytes on the element. */
export async function dropBytes(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ base64, name }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name));
      return data;
    },
    { base64: Buffer.from(bytes).toString('base64'), name },
  );
  await page.locator('.drop').dispatchEvent('drop', { dataTransfer: transfer });
}

/** Waits until the job of a dropped file is selected and terminal, and returns its state label. */
export async function endOfJob(page: Page, name: string, limitMs = 90_000): Promise<string> {
  const row = page.locator('li.selected', { has: page.getByText(name, { exact: true }) });
  const badge = row.locator('.badge:is(.good, .bad)');
  await badge.waitFor({ timeout: limitMs });
  return (await badge.innerText()).trim();
}
