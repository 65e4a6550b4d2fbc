import { ImageAnalysis, readSettings } from './components/index.ts';

const settings = readSettings();
const analysis = new ImageAnalysis('dicom', settings);

export const {
  portalUrl,
  apiUrl,
  region,
  eventBusName,
  uploadsBucket,
  derivedBucket,
  jobsTable,
  functionNames,
  alarmTopicArn,
} = analysis;
export const { oidcIssuer, oidcClientId } = settings;
