/** Marker codes of a codestream (ITU T.800 table A.2; CAP: T.814 A.3). */
export const MARKER = {
  SOC: 0xff4f,
  CAP: 0xff50,
  SIZ: 0xff51,
  COD: 0xff52,
  COC: 0xff53,
  QCD: 0xff5c,
  QCC: 0xff5d,
  RGN: 0xff5e,
  POC: 0xff5f,
  PPM: 0xff60,
  PPT: 0xff61,
  SOP: 0xff91,
  EPH: 0xff92,
  SOT: 0xff90,
  SOD: 0xff93,
  EOC: 0xffd9,
} as const;
