/** A repair or a doubt that travels with the image. The message holds no header value outside the safe tags. */
export interface Warning {
  code: string;
  message: string;
  tag?: string;
  offset?: number;
}
