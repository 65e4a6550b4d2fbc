import axe from 'axe-core';
import '../../webcomponents/define.ts';
import { randomKey } from '../../webcomponents/api/randomKey.ts';
import { deepEqual, until } from '../browser/assert.ts';
import { completedJob, putJob, putSource } from './support/jobs.ts';
import { testCard } from './support/viewer.ts';

describe('accessibility, by axe', () => {
  afterEach(() => document.querySelectorAll('dicom-analyzer').forEach((analyzer) => analyzer.remove()));

  it('of the empty state', async () => {
    const analyzer = mount(randomKey());
    await until('the status', () => analyzer.renderRoot.querySelector('.status'));
    await check(analyzer);
  });

  it('of a result, and of the other states in the list', async () => {
    const batch = randomKey();
    for (const state of ['expired', 'failed', 'decoding', 'analyzing'] as const)
      await putJob({ batch, state, error: { code: 'x', message: 'Something went wrong.' } });
    const jobId = await putJob({ ...completedJob({ left: 0, top: 0, width: 0.5, height: 0.5 }), batch });
    await putSource(jobId, await testCard(200, 100));
    const analyzer = mount(batch);
    const row = `li[data-job="${jobId}"] .choose`;
    (await until('the job', () => analyzer.renderRoot.querySelector<HTMLElement>(row))).click();
    const viewer = analyzer.renderRoot.querySelector('dicom-viewer')!;
    await until('the box', () => viewer.renderRoot.querySelector('polygon.line'));
    await check(analyzer);
  });
});

function mount(batch: string): HTMLElementTagNameMap['dicom-analyzer'] {
  const analyzer = document.createElement('dicom-analyzer');
  Object.assign(analyzer, { apiUrl: '/api', batch, token: 'good' });
  document.body.append(analyzer);
  return analyzer;
}

/** WCAG 2.2 AA, as far as a program can tell. */
async function check(element: HTMLElement): Promise<void> {
  const { violations } = await axe.run(element, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  });
  deepEqual(
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => [id, target, failureSummary]),
    ),
    [],
  );
}
