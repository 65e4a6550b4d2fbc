/** Builds a queue message with an EventBridge event. */
export const envelope = (type: string, detail: unknown, source = 'dicom-analyzer'): string =>
  JSON.stringify({
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': type,
    source,
    account: '000000000000',
    time: '2026-01-02T03:04:05Z',
    region: 'us-east-1',
    resources: [],
    detail,
  });
