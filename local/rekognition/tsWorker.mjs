// Worker threads of Node 20 do not take up `--import tsx`: this registers it, then loads the thread's own program.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.program);
