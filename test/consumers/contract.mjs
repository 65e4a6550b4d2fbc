import { JobId, parseSourceKey, uploadKey } from 'dicom-analyzer/contract';

const jobId = JobId.parse('0'.repeat(32));
console.log(JSON.stringify(parseSourceKey(uploadKey('clinic', jobId))));
