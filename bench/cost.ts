/**
 * `npm run cost -- --images N [--dicom-share F] [--frames N] [--environment dev|staging|prod]`: prints the cost of N images
 * a month at list prices, for the graph of the environment's example configuration and for a plain design without events.
 * Prints every assumption and every price.
 */
import { parseArgs } from 'node:util';
import { runProgram } from '../local/graph/runProgram.ts';
import { exampleConfig } from '../test/policies/environments.ts';
import type { Workload } from './cost/assumptions.ts';
import { eventDriven } from './cost/eventDriven.ts';
import { inventoryOf } from './cost/inventory.ts';
import { plain } from './cost/plain.ts';
import { report } from './cost/report.ts';
import { workloadOf } from './cost/workloadOf.ts';
import { workOf } from './cost/work.ts';

const { values } = parseArgs({
  options: {
    images: { type: 'string' },
    'dicom-share': { type: 'string', default: '0.5' },
    frames: { type: 'string', default: '1' },
    environment: { type: 'string', default: 'prod' },
  },
});
const workload: Workload = workloadOf(values);
const graph = await runProgram(exampleConfig(values.environment), {
  awsEndpointUrl: 'https://sqs.us-east-1.amazonaws.com',
  seed: 'cost',
});
const inventory = inventoryOf(graph);
const work = workOf(workload, inventory.maxFrames);
console.log(report(workload, eventDriven(inventory, work), plain(inventory, work)));
