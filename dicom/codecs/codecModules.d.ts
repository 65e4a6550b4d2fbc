/** The codec packages have no types; what a default import of any part of them gives is told apart where it is used. */
declare module '@cornerstonejs/codec-*' {
  const content: unknown;
  export default content;
}
