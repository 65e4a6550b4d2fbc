/** A figure that neither the graph nor the command line gives. */
export interface Assumption {
  value: number;
  /** The unit, and what it is. */
  what: string;
}

const is = (value: number, what: string): Assumption => ({ value, what });

/** All that is assumed; every one is printed. Times are guesses for Lambda on arm64: nothing was measured in AWS. */
export const ASSUMED = {
  filesPerBatch: is(10, 'images that a user drops at once; one POST and one poll cover them'),
  secondsToResult: is(6, 's from the end of an upload to its result'),
  plainPollSeconds: is(2, 's between two polls of one image in the plain design'),
  apiMs: is(40, 'ms of a function behind the API'),
  openDicomMs: is(500, 'ms to fetch and open a DICOM object'),
  frameMs: is(300, 'ms to decode a frame and to write its rendition'),
  openOrdinaryMs: is(600, 'ms to fetch and open a photograph'),
  analyzeMs: is(900, "ms of Rekognition's two calls for a frame, and their waiting"),
  recordMs: is(60, 'ms to record an event'),
  sweepMs: is(150, 'ms of a sweep that finds nothing'),
  recordBatch: is(2, 'events that one run of record is given, of the 10 that it may be'),
  dicomFrameMb: is(0.5, 'MB of a DICOM object, a frame'),
  ordinaryMb: is(3, 'MB of a photograph'),
  renditionMb: is(0.2, 'MB of a rendition'),
  resultMb: is(0.005, 'MB of a result document'),
  rowKb: is(2, 'KB of a job row, whole; a write costs its KB, in the table and in each index'),
  eventKb: is(2, 'KB of an event'),
  answerKb: is(3, 'KB of an answer of the API, a job'),
  views: is(1, 'times that an image is opened in the viewer: its rendition, then its source, whole'),
  sourceReads: is(4, 'GETs for the ranges of a source, in decode and in each viewing'),
  functionLogKb: is(1.5, "KB of log a run: Lambda's start and report lines, and the counted metrics"),
  accessLogKb: is(0.7, 'KB of access log a request'),
  metrics: is(18, 'custom metrics that appear in a month'),
  keyRequestsPerObject: is(0.02, 'KMS requests an S3 request, as bucket keys leave few'),
  keyRequestsFixed: is(50_000, 'KMS requests a month of DynamoDB, Lambda and logs'),
  pollersPerQueue: is(5, 'pollers that Lambda keeps on an idle queue, each polling every 20 s'),
  tracedShare: is(0.05, 'of the requests beyond one a second are traced (X-Ray, default sampling)'),
  hours: is(730, 'hours of a month'),
} as const satisfies Record<string, Assumption>;

export const assumed = (name: keyof typeof ASSUMED): number => ASSUMED[name].value;

/** The costs that the comparison omits. */
export const LEFT_OUT = [
  'free tiers, savings plans, private prices, taxes and support',
  'cold starts, retries, failed and deleted jobs',
  'DNS, mail, budgets, the identity provider, and what the hospital pays to bring images to AWS',
  'what access logs and audit files take in S3, and old versions of objects',
  'flow logs of the private network, and the log of what the firewall blocks',
];

/** The workload of a month. */
export interface Workload {
  /** Images a month. */
  images: number;
  /** Of them, how many are DICOM, 0 to 1. */
  dicomShare: number;
  /** Frames of a DICOM object. */
  frames: number;
}
