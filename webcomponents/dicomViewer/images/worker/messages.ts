import type { CodestreamDecoder, CodestreamRequest, DicomErrorCode } from '../../../../dicom/index.ts';

export interface DecodeRequest {
  id: number;
  bytes: Uint8Array<ArrayBuffer>;
  request: CodestreamRequest;
  /** The address of the site's modules. */
  base: string;
}

export type DecodeResponse =
  | { id: number; decoded: Awaited<ReturnType<CodestreamDecoder>> }
  /** The file is at fault. */
  | {
      id: number;
      refused: {
        code: DicomErrorCode;
        message: string;
        tag: string | undefined;
        offset: number | undefined;
      };
    }
  /** The worker is. */
  | { id: number; failed: string };
