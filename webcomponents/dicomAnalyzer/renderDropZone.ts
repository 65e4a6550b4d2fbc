import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import type { PickedFiles } from '../uploads/upload.ts';

interface DropZoneOptions {
  over: boolean;
  setOver: (over: boolean) => void;
  picked: (picked: PickedFiles) => void;
}

/** Where files and folders are dropped or chosen. */
export const renderDropZone = ({ over, setOver, picked }: DropZoneOptions): TemplateResult => {
  const hover = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (!event.dataTransfer) return;
    const { items, files } = event.dataTransfer;
    // Taken at once: the lists are emptied when the event ends.
    picked({
      entries: [...items].map((item) => item.webkitGetAsEntry()),
      files: [...files],
      folder: false,
    });
  };
  const chosen =
    (folder: boolean) =>
    (event: Event): void => {
      const input = event.target as HTMLInputElement;
      picked({ entries: [], files: [...(input.files ?? [])], folder });
      input.value = '';
    };
  const open = (event: Event): void =>
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
        <button class="primary" @click=${open}>${msg('Choose files', { id: 'choose-files' })}</button>
        <input
          class="visually-hidden"
          tabindex="-1"
          type="file"
          multiple
          aria-label=${msg('Files', { id: 'files' })}
          @change=${chosen(false)}
        />
      </span>
      <span>
        <button class="plain" @click=${open}>${msg('Choose a folder', { id: 'choose-folder' })}</button>
        <input
          class="visually-hidden"
          tabindex="-1"
          type="file"
          webkitdirectory
          aria-label=${msg('Folder', { id: 'folder' })}
          @change=${chosen(true)}
        />
      </span>
    </div>
  </div>`;
};
