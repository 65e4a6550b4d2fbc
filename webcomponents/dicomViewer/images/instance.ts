/** The facts that decide to which stack an image belongs, as far as they are known. */
export interface Instance {
  /** Identifies the image in its library: a job ID, or the index of a file. */
  key: string;
  series: string | undefined;
  /** The position along the normal of the slice, in mm. */
  position: number | undefined;
  /** InstanceNumber (0020,0013). */
  number: number | undefined;
  width: number;
  height: number;
  frames: number;
  /** The third value of ImageType (0008,0008), which distinguishes localizers from slices (PS3.3 C.8.2.1.1.1). */
  kind: string | undefined;
  /** ImageOrientationPatient; undefined until the image is open. */
  orientation: readonly number[] | undefined;
  /** The modality, for the name of the stack. */
  modality: string | undefined;
}
