/** Prints one line on the terminal: the time, a topic, and a text. */
export function printLine(topic: string, text: string): void {
  process.stdout.write(`${new Date().toISOString().slice(11, 19)}  ${topic.padEnd(12)} ${text}\n`);
}

interface BusEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: unknown;
}

interface Detail {
  readonly metadata?: { readonly jobId?: string; readonly attempt?: number };
  readonly data?: {
    readonly analyzer?: string;
    readonly state?: string;
    readonly renditions?: readonly unknown[];
    readonly counts?: { readonly labels: number; readonly text: number };
    readonly error?: { readonly code: string; readonly message: string };
  };
  readonly object?: { readonly key?: string; readonly size?: number };
}

/** Formats an event in one line: the references and counts that it holds. */
export function formatEvent({ source, 'detail-type': detailType, detail }: BusEvent): string {
  const { metadata, data, object } = detail as Detail;
  if (object !== undefined) return `${detailType}  ${object.key ?? ''} (${object.size ?? 0} bytes)`;
  const facts = [
    data?.analyzer,
    data?.state,
    data?.renditions && `${data.renditions.length} rendition(s)`,
    data?.counts && `${data.counts.labels} label(s), ${data.counts.text} text(s)`,
    data?.error && `${data.error.code}: ${data.error.message}`,
    source === 'dicom-analyzer' ? undefined : `from ${source}`,
  ].filter((fact) => fact !== undefined);
  return `${detailType}  ${facts.join(', ')}  (job ${metadata?.jobId?.slice(0, 8) ?? '?'}, attempt ${metadata?.attempt ?? '?'})`;
}
