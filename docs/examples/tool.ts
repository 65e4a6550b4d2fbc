import { DicomViewer, type ToolContext, type ToolPointer, type ViewerTool } from 'dicom-analyzer/viewer';
import { svg } from 'lit';

/** Places that were marked, by the image and frame that they belong to. */
const marks = new Map<string, ToolPointer['image'][]>();
const marksOf = ({ place }: ToolContext): ToolPointer['image'][] => marks.get(place) ?? [];

function mark(context: ToolContext, at: ToolPointer['image']): void {
  marks.set(context.place, [...marksOf(context), { ...at }]);
  context.say(`${marksOf(context).length} marked`);
  context.requestUpdate();
}

export const numbers: ViewerTool = {
  name: 'numbers',
  label: () => 'Mark places',
  icon: svg`<circle cx="12" cy="12" r="8" /><path d="M12 8v8M10.500 9.500 12 8" />`,
  keys: ['n'],
  cursor: 'crosshair',
  // Chosen, it gets the pointer: `down`, `move`, `up`, and `hover` without a button.
  down: () => undefined,
  up: (context, { image, moved }) => {
    if (!moved) mark(context, image);
  },
  // And the keys; true says that a key meant something.
  key: (context, { key }) => {
    if (key !== 'Enter') return false;
    mark(context, context.cursor ?? context.viewport.toImage(context.viewport.centre));
    return true;
  },
  // Drawn over the image, in CSS pixels, whether the tool is chosen or not.
  draw: (context) =>
    svg`${marksOf(context).map((at, index) => {
      const { x, y } = context.viewport.toScreen(at);
      return svg`<circle cx=${x} cy=${y} r="11" fill="#ffd23f" stroke="#000" />
        <text x=${x} y=${y + 4} font-size="12" text-anchor="middle">${index + 1}</text>`;
    })}`,
};

// Beside the ellipse; before the tag is defined, so that the first toolbar has it.
DicomViewer.addTool(numbers, 'ellipse');
await import('dicom-analyzer/viewer/define');

const viewer = document.querySelector('dicom-viewer')!;
viewer.file = await (await fetch('/phantom/3.dcm')).blob();
