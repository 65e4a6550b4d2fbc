/** A figure that is in neither the graph nor the command line. */
export interface Assumption {
  value: number;
  /** The unit and the meaning. */
  what: string;
}

const is = (value: number, what: string): Assumption => ({ value, what });

/** The assumptions, which the report prints. Times are estimates for Lambda on arm64; nothing was measured in AWS. */
export const ASSUMED = {
  filesPerBatch: is(10, 'images that a user uploads at once; one POST and one poll cover them'),
  secondsToResult: is(6, 's from the end of an upload to its result'),
  plainPollSeconds: is(2, 's between two polls of one image in the plain design'),
  apiMs: is(40, 'ms of an API function'),
  openDicomMs: is(500, 'ms to fetch and open a DICOM object'),
  frameMs: is(300, 'ms to decode a frame and to write its rendition'),
  openOrdinaryMs: is(600, 'ms to fetch and open a photograph'),
  analyzeMs: is(900, "ms of Rekognition's two calls for a frame, with waiting"),
  recordMs: is(60, 'ms to record an event'),
  sweepMs: is(150, 'ms of a sweep that finds nothing'),
  recordBatch: is(2, 'events in one run of record, of at most 10'),
  dicomFrameMb: is(0.5, 'MB of a frame of a DICOM object'),
  ordinaryMb: is(3, 'MB of a photograph'),
  renditionMb: is(0.2, 'MB of a rendition'),
  resultMb: is(0.005, 'MB of a result document'),
  rowKb: is(2, 'KB of a whole job row; a write costs its KB, in the table and in each index'),
  eventKb: is(2, 'KB of an event'),
  answerKb: is(3, 'KB of an API response, per job'),
  views: is(1, 'times that an image is opened in the viewer: its rendition, then its whole source'),
  sourceReads: is(4, 'GETs for the ranges of a source, in decode and in each viewing'),
  functionLogKb: is(1.5, "KB of log per run: Lambda's start and report lines, and the metrics"),
  accessLogKb: is(0.7, 'KB of access log per request'),
  metrics: is(18, 'custom metrics in a month'),
  keyRequestsPerObject: is(0.02, 'KMS requests per S3 request, few because of bucket keys'),
  keyRequestsFixed: is(50_000, 'KMS requests of DynamoDB, Lambda and logs in a month'),
  pollersPerQueue: is(5, 'pollers that Lambda keeps on an idle queue, each polling every 20 s'),
  tracedShare: is(0.05, 'of the requests beyond one per second are traced (X-Ray, default sampling)'),
  hours: is(730, 'hours of a month'),
} as const satisfies Record<string, Assumption>;

export const assumed = (name: keyof typeof ASSUMED): number => ASSUMED[name].value;

/** The costs that the comparison omits. */
export const OMITTED_COSTS = [
  'free tiers, savings plans, private prices, taxes and support',
  'cold starts, retries, failed and deleted jobs',
  'DNS, mail, budgets, the identity provider, and the transfer of images from the hospital to AWS',
  'storage of access logs, audit files and old versions of objects in S3',
  'flow logs of the private network, and the firewall log',
];

/** The workload of a month. */
export interface Workload {
  /** Images a month. */
  images: number;
  /** The share of DICOM images, 0 to 1. */
  dicomShare: number;
  /** Frames of a DICOM object. */
  frames: number;
}
