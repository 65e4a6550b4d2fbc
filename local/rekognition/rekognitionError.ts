/** An error of the Rekognition API: `name` is the code that clients see. */
export class RekognitionError extends Error {
  override readonly name: string;
  readonly status = 400;

  constructor(code: string, message: string) {
    super(message);
    this.name = code;
  }
}
