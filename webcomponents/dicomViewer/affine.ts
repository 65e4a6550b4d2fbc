/** A 2D affine map `[a, b, c, d, e, f]`: x' = a x + c y + e, y' = b x + d y + f, as in CSS and canvas. */
export type Affine = readonly [number, number, number, number, number, number];

export interface Point {
  x: number;
  y: number;
}

export const transformPoint = ([a, b, c, d, e, f]: Affine, { x, y }: Point): Point => ({
  x: a * x + c * y + e,
  y: b * x + d * y + f,
});

/** Returns the map followed by a scale, for example from canvas pixels to CSS pixels. */
export const scaleAffine = ([a, b, c, d, e, f]: Affine, by: number): Affine => [
  a * by,
  b * by,
  c * by,
  d * by,
  e * by,
  f * by,
];

/** @throws Error if the map flattens the plane */
export function invertAffine([a, b, c, d, e, f]: Affine): Affine {
  const determinant = a * d - b * c;
  if (determinant === 0) throw new Error('A map that flattens the plane has no inverse.');
  return [
    d / determinant,
    -b / determinant,
    -c / determinant,
    a / determinant,
    (c * f - d * e) / determinant,
    (b * e - a * f) / determinant,
  ];
}
