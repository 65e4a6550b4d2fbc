import { DicomViewer, type ToolContext, type ToolPointer, type ViewerTool } from 'dicom-analyzer/viewer';
import { svg } from 'lit';

/** Marked positions by image and frame. */
const marks = new Map<string, ToolPointer['image'][]>();
const getMarks = ({ place }: ToolContext): ToolPointer['image'][] => marks.get(place) ?? [];

function addMark(context: ToolContext, position: ToolPointer['image']): void {
  marks.set(context.place, [...getMarks(context), { ...position }]);
  context.say(`${getMarks(context).length} marked`);
  context.requestUpdate();
}

export const numbers: ViewerTool = {
  name: 'numbers',
  label: () => 'Mark positions',
  icon: svg`<circle cx="12" cy="12" r="8" /><path d="M12 8v8M10.500 9.500 12 8" />`,
  keys: ['n'],
  cursor: 'crosshair',
  // While the tool is selected, it receives the pointer: `down`, `move`, `up`, and `hover` without a button.
  down: () => undefined,
  up: (context, { image, moved }) => {
    if (!moved) addMark(context, image);
  },
  // It also receives the keys, and returns true for a key that it handles.
  key: (context, { key }) => {
    if (key !== 'Enter') return false;
    addMark(context, context.cursor ?? context.viewport.toImage(context.viewport.centre));
    return true;
  },
  // Draws over the image in CSS pixels, even while another tool is selected.
  draw: (context) =>
    svg`${getMarks(context).map((position, index) => {
      const { x, y } = context.viewport.toScreen(position);
      return svg`<circle cx=${x} cy=${y} r="11" fill="#ffd23f" stroke="#000" />
        <text x=${x} y=${y + 4} font-size="12" text-anchor="middle">${index + 1}</text>`;
    })}`,
};

// Adds the tool next to the ellipse, before the tag is defined, so that the first toolbar contains it.
DicomViewer.addTool(numbers, 'ellipse');
await import('dicom-analyzer/viewer/define');

const viewer = document.querySelector('dicom-viewer')!;
viewer.file = await (await fetch('/phantom/3.dcm')).blob();
