import { ImageAnalysis, type ImageAnalysisArgs } from 'dicom-analyzer/components';
import type { Job } from 'dicom-analyzer/contract';
import { sniff } from 'dicom-analyzer/dicom';
import type { DicomViewer } from 'dicom-analyzer/viewer';

const args: ImageAnalysisArgs = { oidcIssuer: 'i', oidcAudience: 'a', oidcClientId: 'c' };
export const make = (name: string): ImageAnalysis => new ImageAnalysis(name, args);
export const stateOf = (job: Job): string => job.state;
export const format: string | undefined = sniff(new Uint8Array());
export const isElement = (viewer: DicomViewer): HTMLElement => viewer;
// @ts-expect-error: a job has no tenant
export const tenantOf = (job: Job): string => job.tenant;
