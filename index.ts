import { ImageAnalysis, readSettings } from './components/index.ts';

const settings = readSettings();
const analysis = new ImageAnalysis('dicom', settings);

export const {
  portalUrl,
  apiUrl,
  region,
  eventBusName,
  eventBusArn,
  eventArchiveName,
  eventArchiveArn,
  uploadsBucket,
  derivedBucket,
  jobsTable,
  functionNames,
  logGroupNames,
  logGroupArns,
  queueUrls,
  queueArns,
  deadLetterQueueUrls,
  deadLetterQueueArns,
  keyArns,
  distributionId,
  distributionArn,
  alarmTopicArn,
} = analysis;
export const { oidcIssuer, oidcClientId } = settings;
