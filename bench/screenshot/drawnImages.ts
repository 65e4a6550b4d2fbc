import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { dicomFile } from '../../test/support/dicomFile.ts';

/** A drawing of a street with objects that the local label model knows: a stop sign, a clock and a traffic light. */
const STREET = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600" viewBox="0 0 900 600">
  <defs>
    <linearGradient id="sky" x2="0" y2="1"><stop stop-color="#6fa8dc"/><stop offset="1" stop-color="#dfeaf4"/></linearGradient>
    <linearGradient id="road" x2="0" y2="1"><stop stop-color="#8a8a8a"/><stop offset="1" stop-color="#4d4d4d"/></linearGradient>
  </defs>
  <rect width="900" height="600" fill="url(#sky)"/>
  <path d="M0 400 Q220 330 460 390 T900 370 V460 H0Z" fill="#5d8a4a"/>
  <rect y="440" width="900" height="160" fill="url(#road)"/>
  <path d="M0 520h120M180 520h120M360 520h120M540 520h120M720 520h120" stroke="#e8e2c8" stroke-width="10"/>
  <g transform="translate(250 210)">
    <rect x="-7" y="0" width="14" height="300" fill="#777"/>
    <path d="M-45 -108 H45 L108 -45 V45 L45 108 H-45 L-108 45 V-45Z" fill="#fff"/>
    <path d="M-41 -99 H41 L99 -41 V41 L41 99 H-41 L-99 41 V-41Z" fill="#c01722"/>
    <text y="24" font-family="sans-serif" font-weight="700" font-size="70" text-anchor="middle" fill="#fff" textLength="170" lengthAdjust="spacingAndGlyphs">STOP</text>
  </g>
  <g transform="translate(650 240)">
    <rect x="-9" y="0" width="18" height="270" fill="#3c3c3c"/>
    <circle r="104" fill="#2b2b2b"/><circle r="94" fill="#fbfbf5"/>
    ${Array.from({ length: 12 }, (_, hour) => {
      const angle = (hour * Math.PI) / 6;
      const x = Math.sin(angle) * 74;
      const y = -Math.cos(angle) * 74 + 8;
      return `<text x="${x}" y="${y}" font-family="serif" font-size="22" text-anchor="middle">${hour === 0 ? 12 : hour}</text>`;
    }).join('')}
    <path d="M0 0 L30 -36 M0 0 L-18 -62" stroke="#111" stroke-width="7" stroke-linecap="round"/><circle r="7"/>
  </g>
</svg>`;

/** A page of large text for text detection. */
const NOTICE = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360">
  <rect width="640" height="360" fill="#fdfcf7"/>
  <g font-family="serif" fill="#222"><text x="48" y="90" font-size="44">Visiting hours</text>
  <text x="48" y="160" font-size="30">Monday to Friday</text><text x="48" y="210" font-size="30">from nine until twelve</text>
  <text x="48" y="290" font-size="30">Please ring the bell</text></g></svg>`;

/** Draws the pictures in the browser and writes them, and a DICOM phantom, to a folder. @returns their paths */
export async function drawnImages(browser: Browser): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'drawn-'));
  const page = await browser.newPage();
  const draw = async (name: string, svg: string): Promise<string> => {
    await page.setContent(`<body style="margin:0">${svg}</body>`);
    const file = join(folder, name);
    writeFileSync(file, await page.locator('svg').screenshot());
    return file;
  };
  const phantom = join(folder, 'phantom.dcm');
  writeFileSync(phantom, dicomFile({ rows: 256, columns: 256, level: phantomLevel }));
  const files = [phantom, await draw('notice.png', NOTICE), await draw('street.png', STREET)];
  await page.close();
  return files;
}

/** Draws discs of increasing density inside a larger disc. */
function phantomLevel(x: number, y: number): number {
  const distance = Math.hypot(x - 128, y - 128);
  if (distance > 116) return 8;
  for (let disc = 0; disc < 8; disc++) {
    const angle = (disc * Math.PI) / 4;
    if (Math.hypot(x - 128 - Math.cos(angle) * 70, y - 128 - Math.sin(angle) * 70) < 18)
      return 90 + disc * 22;
  }
  return 60;
}
