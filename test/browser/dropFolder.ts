import type { Page } from 'playwright-core';

/** Drops a folder from disk on the element, like a drag from the file manager, so that the page walks the folder. */
export async function dropFolder(page: Page, folder: string): Promise<void> {
  const zone = (await page.locator('.drop').boundingBox())!;
  const at = { x: zone.x + 20, y: zone.y + 20 };
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  const session = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at, data });
  await session.detach();
}
