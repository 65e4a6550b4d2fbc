/** A run of coding passes that ends with its own codeword (ITU T.800 D.4.2, D.6). */
export interface CodewordSegment {
  passes: number;
  mostPasses: number;
  length: number;
}

/** A code-block of a subband. */
export interface CodeBlock {
  /** From the subband's first sample. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** The coded bit-planes. */
  bitPlanes: number;
  /** Lblock (B.10.7.1). */
  lengthBits: number;
  segments: CodewordSegment[];
  /** Its bytes, from all packets. */
  pieces: Uint8Array[];
}
