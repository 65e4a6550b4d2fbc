import { useState, type DetailedHTMLProps, type HTMLAttributes, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import 'dicom-analyzer/viewer/define';
import type { DicomViewer } from 'dicom-analyzer/viewer';

type Selected = CustomEvent<{ jobId: string }>;

// React 19 sets properties of custom elements, and listens for events with `on` before the event's name.
type ViewerProps = DetailedHTMLProps<HTMLAttributes<DicomViewer>, DicomViewer> &
  Partial<Pick<DicomViewer, 'apiUrl' | 'batch' | 'files' | 'jobId' | 'token'>> & {
    'ondicom-job-selected'?: (event: Selected) => void;
  };

declare module 'react/jsx-runtime' {
  namespace JSX {
    interface IntrinsicElements {
      'dicom-viewer': ViewerProps;
    }
  }
}

const token = (): Promise<string> => Promise.resolve('good');

function App(): ReactElement {
  const [jobId, setJobId] = useState('');
  return (
    <>
      <p>
        <button onClick={() => setJobId('1'.padStart(32, '0'))}>First image</button> <output>{jobId}</output>
      </p>
      <dicom-viewer
        apiUrl="/api"
        batch="example"
        jobId={jobId}
        token={token}
        ondicom-job-selected={({ detail }: Selected) => setJobId(detail.jobId)}
      />
    </>
  );
}

createRoot(document.querySelector('#app')!).render(<App />);
