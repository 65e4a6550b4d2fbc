import { Measurements } from './measuring/measurement.ts';
import type { Switches, ToolContext } from './tools/tool.ts';
import type { Point } from './affine.ts';
import type { Viewport } from './viewport/viewport.ts';

/** The parts of the element that tools may use. */
export interface ContextHost {
  viewport: () => Viewport | undefined;
  place: () => string;
  index: () => number;
  count: () => number;
  playing: () => boolean;
  play: (playing: boolean) => void;
  goTo: (index: number) => void;
  goToSeries: (by: number) => void;
  choose: (name?: string) => void;
  say: (text: string) => void;
  toggleFullScreen: () => void;
  requestUpdate: () => void;
}

/** The context that a viewer passes to its tools, with the state that they share. */
export class ViewerContext implements ToolContext {
  readonly switches: Switches = {
    boxes: true,
    overlays: false,
    corners: true,
    revealed: false,
    help: false,
    adjust: false,
  };
  readonly measurements = new Measurements();
  cursor: Point | undefined;
  readonly #host: ContextHost;

  constructor(host: ContextHost) {
    this.#host = host;
  }

  get viewport(): Viewport {
    return this.#host.viewport()!;
  }
  get place(): string {
    return this.#host.place();
  }
  get index(): number {
    return this.#host.index();
  }
  get count(): number {
    return this.#host.count();
  }
  get playing(): boolean {
    return this.#host.playing();
  }
  set playing(playing: boolean) {
    this.#host.play(playing);
  }
  goTo(index: number): void {
    this.#host.goTo(Math.min(Math.max(0, index), this.count - 1));
  }
  goToSeries(by: number): void {
    this.#host.goToSeries(by);
  }
  choose(name?: string): void {
    this.#host.choose(name);
  }
  say(text: string): void {
    this.#host.say(text);
  }
  toggleFullScreen(): void {
    this.#host.toggleFullScreen();
  }
  requestUpdate(): void {
    this.#host.requestUpdate();
  }
}
