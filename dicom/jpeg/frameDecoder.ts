import type { ColourMarkers } from './colourTransform.ts';
import type { ScanHeader } from './scanHeader.ts';
import type { Tables } from './tables.ts';

/** Decodes the scans of one frame. */
export interface FrameDecoder {
  /** @returns the offset of the marker after the scan */
  decodeScan(bytes: Uint8Array, scan: ScanHeader, tables: Tables): number;
  /** Returns whether every component was in a scan. */
  complete(): boolean;
  finish(
    colour: ColourMarkers,
    unmarked: 'ycbcr' | 'rgb',
  ): { pixels: Uint8Array | Uint16Array; transform: 'ycbcr' | 'none' };
}
