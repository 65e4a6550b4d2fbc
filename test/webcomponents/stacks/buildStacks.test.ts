import assert from 'node:assert/strict';
import { listSlotsAround } from '../../../webcomponents/dicomViewer/stacks/listSlotsAround.ts';
import type { Instance } from '../../../webcomponents/dicomViewer/images/instance.ts';
import { findSlot, buildStacks } from '../../../webcomponents/dicomViewer/stacks/buildStacks.ts';

const instance = (key: string, more: Partial<Instance> = {}): Instance => ({
  key,
  series: 's',
  position: undefined,
  number: undefined,
  width: 512,
  height: 512,
  frames: 1,
  kind: 'AXIAL',
  orientation: undefined,
  modality: 'CT',
  ...more,
});
const AXIAL = [1, 0, 0, 0, 1, 0];
const CORONAL = [1, 0, 0, 0, 0, -1];

/** Returns the keys of each stack, with frames after a dot. */
const shape = (...instances: Instance[]): string[] =>
  buildStacks(instances).map(({ slots }) =>
    slots.map(({ instance: { key }, frame }) => (frame > 0 ? `${key}.${frame}` : key)).join(' '),
  );

describe('stacks', () => {
  it('sort a series by position, then by number, then by order of arrival', () => {
    assert.deepEqual(
      shape(
        instance('c', { position: 7.5, number: 1 }),
        instance('a', { position: -10, number: 3 }),
        instance('b2', { position: 0, number: 9 }),
        instance('b1', { position: 0, number: 2 }),
      ),
      ['a b1 b2 c'],
    );
    assert.deepEqual(shape(instance('y', { number: 10 }), instance('x', { number: 9 })), ['x y']);
    assert.deepEqual(shape(instance('q'), instance('p')), ['q p']);
  });

  it('separate series and images without a series', () => {
    assert.deepEqual(
      shape(
        instance('a', { series: 's1' }),
        instance('b', { series: 's2' }),
        instance('c', { series: 's1' }),
        instance('d', { series: undefined }),
        instance('e', { series: undefined }),
      ),
      ['a c', 'b', 'd', 'e'],
    );
  });

  it('separate sizes, localizers, orientations and multi-frame images', () => {
    assert.deepEqual(
      shape(
        instance('a'),
        instance('wide', { width: 888 }),
        instance('scout', { kind: 'LOCALIZER' }),
        instance('cine', { frames: 3 }),
        instance('b'),
      ),
      ['a b', 'wide', 'scout', 'cine cine.1 cine.2'],
    );
    assert.deepEqual(
      shape(
        instance('a1', { orientation: AXIAL, position: 2 }),
        instance('c1', { orientation: CORONAL, position: 2 }),
        instance('a0', { orientation: [1, 0.001, 0, 0, 0.9999, 0.001], position: 1 }),
        instance('c0', { orientation: CORONAL, position: 1 }),
        instance('unopened', { position: 3 }),
      ),
      ['a0 a1 unopened', 'c0 c1'],
    );
  });

  it('find an image and its frame', () => {
    const stacks = buildStacks([instance('a'), instance('cine', { frames: 3 })]);
    assert.equal(findSlot(stacks, 'cine', 2)?.index, 2);
    assert.equal(findSlot(stacks, 'cine', 2)?.stack, stacks[1]);
    assert.equal(findSlot(stacks, 'cine', 9)?.index, 0);
    assert.equal(findSlot(stacks, 'other'), undefined);
  });

  it('prefetch in the scroll direction first, and never past an end', () => {
    assert.deepEqual(listSlotsAround(0, 1, 5), [1, 2, 3, 4]);
    assert.deepEqual(listSlotsAround(4, -1, 6), [3, 2, 1, 5, 0]);
    assert.deepEqual(listSlotsAround(0, 1, 1), []);
  });
});
