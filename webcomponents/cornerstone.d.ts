/** Types of the used part of cornerstone-core 2.6.1, which ships none. */
declare module 'cornerstone-core' {
  export interface Viewport {
    scale: number;
    translation: { x: number; y: number };
    voi: { windowWidth: number | undefined; windowCenter: number | undefined };
    invert: boolean;
    pixelReplication: boolean;
    rotation: number;
    hflip: boolean;
    vflip: boolean;
  }

  export interface Transform {
    m: [number, number, number, number, number, number];
  }

  export interface CornerstoneImage {
    imageId: string;
    rows: number;
    columns: number;
    height: number;
    width: number;
    rowPixelSpacing: number;
    columnPixelSpacing: number;
    color: boolean;
    sizeInBytes: number;
    render: (enabledElement: EnabledElement, invalidated: boolean) => void;
  }

  export interface EnabledElement {
    element: HTMLElement;
    canvas: HTMLCanvasElement;
    image: CornerstoneImage | undefined;
    viewport: Viewport;
  }

  export interface Cornerstone {
    enable(element: HTMLElement): void;
    disable(element: HTMLElement): void;
    displayImage(element: HTMLElement, image: CornerstoneImage, viewport?: Partial<Viewport>): void;
    getEnabledElement(element: HTMLElement): EnabledElement;
    setViewport(element: HTMLElement, viewport: Partial<Viewport>): void;
    fitToWindow(element: HTMLElement): void;
    resize(element: HTMLElement, forceFitToWindow?: boolean): void;
    updateImage(element: HTMLElement, invalidated?: boolean): void;
    internal: { calculateTransform(enabledElement: EnabledElement): Transform };
  }

  const cornerstone: Cornerstone;
  export default cornerstone;
}
