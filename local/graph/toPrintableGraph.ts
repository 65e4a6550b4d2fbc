import { createHash } from 'node:crypto';
import type { Graph } from './graph.ts';
import { isGraphArchive, isGraphAsset } from './isGraphArchive.ts';

const describeContent = (content: Buffer) =>
  `${content.length} bytes, sha256 ${createHash('sha256').update(content).digest('hex')}`;

function printableValue(value: unknown): unknown {
  if (isGraphAsset(value)) return { asset: describeContent(value.content) };
  if (isGraphArchive(value))
    return {
      archive: Object.fromEntries(
        [...value.files].map(([path, content]) => [path, describeContent(content)]),
      ),
    };
  if (Array.isArray(value)) return value.map(printableValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, printableValue(child)]));
}

/** Returns the graph as JSON: contents as length and hash, without the outputs that repeat an input. */
export const toPrintableGraph = ({ resources, outputs }: Graph): unknown => ({
  resources: resources.map(({ inputs, outputs: all, ...rest }) => ({
    ...rest,
    inputs: printableValue(inputs),
    outputs: printableValue(Object.fromEntries(Object.entries(all).filter(([key]) => !(key in inputs)))),
  })),
  outputs,
});
