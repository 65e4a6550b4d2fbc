import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import type { PickedFiles } from '../uploads/upload.ts';

interface DropZoneOptions {
  /** True while files are dragged over the drop zone. */
  over: boolean;
  setOver: (over: boolean) => void;
  onPicked: (picked: PickedFiles) => void;
}

/** Renders the area where files and folders are dropped or selected. */
export const renderDropZone = ({ over, setOver, onPicked }: DropZoneOptions): TemplateResult => {
  const hover = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (!event.dataTransfer) return;
    const { items, files } = event.dataTransfer;
    // The lists are emptied when the event ends.
    onPicked({
      entries: [...items].map((item) => item.webkitGetAsEntry()),
      files: [...files],
      folder: false,
    });
  };
  const handleChange =
    (folder: boolean) =>
    (event: Event): void => {
      const input = event.target as HTMLInputElement;
      onPicked({ entries: [], files: [...(input.files ?? [])], folder });
      input.value = '';
    };
  const openPicker = (event: Event): void =>
    (event.currentTarget as HTMLElement).parentElement!.querySelector('input')!.click();
  return html`<div
    class=${classMap({ drop: true, over })}
    part="drop-zone"
    @dragenter=${hover}
    @dragover=${hover}
    @dragleave=${() => setOver(false)}
    @drop=${drop}
  >
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 16V5m0 0L8 9m4-4 4 4M5 15v4h14v-4" /></svg>
    <p>${msg('Drop images or folders here', { id: 'drop-here' })}</p>
    <p class="quiet">DICOM, JPEG, PNG, GIF, BMP, TIFF</p>
    <div class="choices">
      <span>
        <button class="primary" @click=${openPicker}>${msg('Choose files', { id: 'choose-files' })}</button>
        <input
          class="visually-hidden"
          tabindex="-1"
          type="file"
          multiple
          aria-label=${msg('Files', { id: 'files' })}
          @change=${handleChange(false)}
        />
      </span>
      <span>
        <button class="plain" @click=${openPicker}>${msg('Choose a folder', { id: 'choose-folder' })}</button>
        <input
          class="visually-hidden"
          tabindex="-1"
          type="file"
          webkitdirectory
          aria-label=${msg('Folder', { id: 'folder' })}
          @change=${handleChange(true)}
        />
      </span>
    </div>
  </div>`;
};
