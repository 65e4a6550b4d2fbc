import type { CodestreamDecoder, CodestreamRequest, DicomErrorCode } from '../../../../dicom/index.ts';

export interface DecodeRequest {
  id: number;
  bytes: Uint8Array<ArrayBuffer>;
  request: CodestreamRequest;
  /** The base URL of the site's modules. */
  base: string;
}

export type DecodeResponse =
  | { id: number; decoded: Awaited<ReturnType<CodestreamDecoder>> }
  /** The file cannot be decoded. */
  | {
      id: number;
      rejected: {
        code: DicomErrorCode;
        message: string;
        tag: string | undefined;
        offset: number | undefined;
      };
    }
  /** The worker itself failed. */
  | { id: number; failed: string };
