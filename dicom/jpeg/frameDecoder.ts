import type { ColourMarkers } from './colourTransform.ts';
import type { ScanHeader } from './scanHeader.ts';
import type { Tables } from './tables.ts';

/** Gathers the scans of one frame. */
export interface FrameDecoder {
  /** @returns where the marker after the scan is */
  decodeScan(bytes: Uint8Array, scan: ScanHeader, tables: Tables): number;
  /** Whether every component was in a scan. */
  complete(): boolean;
  finish(
    colour: ColourMarkers,
    unmarked: 'ycbcr' | 'rgb',
  ): { pixels: Uint8Array | Uint16Array; transform: 'ycbcr' | 'none' };
}
