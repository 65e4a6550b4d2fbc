import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, normalize, resolve } from 'node:path';
import { sendRange } from './sendRange.ts';

const root = resolve('../shared');

/** Serves a file of ../shared with range support. Answers 404 if the folder is absent; the tests then skip. */
export function serveSharedFile(request: IncomingMessage, response: ServerResponse, path: string): void {
  const file = join(root, normalize(decodeURIComponent(path)));
  if (!file.startsWith(root) || !existsSync(file)) response.writeHead(404).end();
  else sendRange(request, response, readFileSync(file));
}
