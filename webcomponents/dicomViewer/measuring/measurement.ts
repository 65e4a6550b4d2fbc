import type { Point } from '../affine.ts';

export type MeasurementKind = 'length' | 'angle' | 'ellipse' | 'rectangle' | 'probe';

/** The number of points of each kind. The second point of an angle is its vertex; regions have two opposite corners. */
export const POINTS: Record<MeasurementKind, number> = {
  length: 2,
  angle: 3,
  ellipse: 2,
  rectangle: 2,
  probe: 1,
};

/** A measurement on a frame of an image. */
export interface Measurement {
  id: number;
  kind: MeasurementKind;
  /** Identifies the image and its frame. */
  on: string;
  /** Points in pixels of the stored image; the corner of the first pixel is 0, 0. */
  points: Point[];
}

/** The measurements in a viewer. They stay in the page, and are discarded when the viewer is removed or opens other files. */
export class Measurements {
  #next = 1;
  #all: Measurement[] = [];
  /** The measurement in progress. */
  draft: Measurement | undefined;
  /** The point that the pointer drags. */
  grabbed: { point: Point; measurement: Measurement } | undefined;
  /** The pointer is down for the first point of the draft. */
  first = false;

  get any(): boolean {
    return this.#all.length > 0 || this.draft !== undefined;
  }

  /** Returns the measurements on a frame, finished ones first. */
  on(place: string): Measurement[] {
    const all = this.draft ? [...this.#all, this.draft] : this.#all;
    return all.filter(({ on }) => on === place);
  }

  begin(kind: MeasurementKind, on: string, at: Point): Measurement {
    this.draft = { id: this.#next++, kind, on, points: [at] };
    return this.draft;
  }

  /** Ends the measurement in progress, and keeps it if it has all of its points. */
  finish(): Measurement | undefined {
    const { draft } = this;
    this.draft = undefined;
    if (draft?.points.length !== POINTS[draft?.kind ?? 'probe']) return undefined;
    this.#all.push(draft);
    return draft;
  }

  remove(id: number): void {
    this.#all = this.#all.filter((measurement) => measurement.id !== id);
    if (this.draft?.id === id) this.draft = undefined;
  }

  /** Removes the last measurement on a frame; returns false if there is none. */
  removeLast(place: string): boolean {
    const last = this.on(place).at(-1);
    if (last) this.remove(last.id);
    return last !== undefined;
  }

  clear(): void {
    this.#all = [];
    this.draft = undefined;
  }
}
