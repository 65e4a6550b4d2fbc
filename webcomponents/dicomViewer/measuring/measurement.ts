import type { Point } from '../affine.ts';

export type MeasurementKind = 'length' | 'angle' | 'ellipse' | 'rectangle' | 'probe';

/** How many points make each; an angle's second one is its vertex, a region's are two opposite corners. */
export const POINTS: Record<MeasurementKind, number> = {
  length: 2,
  angle: 3,
  ellipse: 2,
  rectangle: 2,
  probe: 1,
};

/** Something measured on one frame of one image. */
export interface Measurement {
  id: number;
  kind: MeasurementKind;
  /** The image and its frame. */
  on: string;
  /** In pixels of the image as stored; the corner of the first pixel is 0, 0. */
  points: Point[];
}

/** What a reader has measured in one viewer: kept in the page only, until the viewer goes or shows something else. */
export class Measurements {
  #next = 1;
  #all: Measurement[] = [];
  /** The one that is being made. */
  draft: Measurement | undefined;
  /** A point that the pointer drags elsewhere. */
  grabbed: { point: Point; measurement: Measurement } | undefined;
  /** The pointer is down for the draft's first point. */
  first = false;

  get any(): boolean {
    return this.#all.length > 0 || this.draft !== undefined;
  }

  /** Those of one frame, the finished ones first. */
  on(place: string): Measurement[] {
    const all = this.draft ? [...this.#all, this.draft] : this.#all;
    return all.filter(({ on }) => on === place);
  }

  begin(kind: MeasurementKind, on: string, at: Point): Measurement {
    this.draft = { id: this.#next++, kind, on, points: [at] };
    return this.draft;
  }

  /** Ends the one that is being made, and keeps it where it has all of its points. */
  finish(): Measurement | undefined {
    const { draft } = this;
    this.draft = undefined;
    if (draft?.points.length !== POINTS[draft?.kind ?? 'probe']) return undefined;
    this.#all.push(draft);
    return draft;
  }

  remove(id: number): void {
    this.#all = this.#all.filter((one) => one.id !== id);
    if (this.draft?.id === id) this.draft = undefined;
  }

  /** Takes away the one made last on a frame; false where there is none. */
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
