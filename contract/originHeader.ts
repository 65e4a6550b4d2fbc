/** The header by which CloudFront shows the API that a request came through it; its value is a secret of the two. */
export const ORIGIN_HEADER = 'x-origin-verify';
