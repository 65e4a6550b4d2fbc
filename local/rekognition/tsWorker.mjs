// Registers tsx and loads the thread's program: worker threads of Node 20 ignore `--import tsx`.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.program);
