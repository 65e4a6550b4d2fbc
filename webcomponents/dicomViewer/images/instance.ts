/** The facts that decide to which stack an image belongs, as far as they are known. */
export interface Instance {
  /** Names it within its library: a job's id, or a file's number. */
  key: string;
  series: string | undefined;
  /** Along the slice's normal, in mm. */
  position: number | undefined;
  /** InstanceNumber (0020,0013). */
  number: number | undefined;
  width: number;
  height: number;
  frames: number;
  /** The third value of ImageType (0008,0008), which tells localizers from slices (PS3.3 C.8.2.1.1.1). */
  kind: string | undefined;
  /** ImageOrientationPatient; undefined as well while the image was not opened. */
  orientation: readonly number[] | undefined;
  /** Modality, for the stack's name. */
  modality: string | undefined;
}
