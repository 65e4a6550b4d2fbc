import '@angular/compiler';
import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import 'dicom-analyzer/viewer/define';

@Component({
  selector: '#app',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <p>
      <button (click)="first()">First image</button> <output>{{ jobId() }}</output>
    </p>
    <dicom-viewer
      api-url="/api"
      batch="example"
      [jobId]="jobId()"
      [token]="token"
      (dicom-job-selected)="selected($event)"
    ></dicom-viewer>
  `,
})
class App {
  readonly jobId = signal('');
  readonly token = (): Promise<string> => Promise.resolve('good');

  selected({ detail }: CustomEvent<{ jobId: string }>): void {
    this.jobId.set(detail.jobId);
  }

  first(): void {
    this.jobId.set('1'.padStart(32, '0'));
  }
}

await bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
