/** A repair or a doubt about an image. Its message holds header values of safe tags only. */
export interface Warning {
  code: string;
  message: string;
  tag?: string;
  offset?: number;
}
