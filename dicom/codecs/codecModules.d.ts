/** Declares the codec packages, which have no types. The importing module knows the type of the default export. */
declare module '@cornerstonejs/codec-*' {
  const content: unknown;
  export default content;
}
