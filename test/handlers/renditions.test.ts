import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mapBox } from '../../handlers/analysis/mapBox.ts';
import { planRendition } from '../../handlers/images/planRendition.ts';
import { selectFrames } from '../../handlers/images/selectFrames.ts';
import { computeSeriesMac } from '../../handlers/images/computeSeriesMac.ts';

describe('planRendition', () => {
  it('keeps each side from 80 to 4096 and the aspect ratio, up to 51 to 1', () => {
    const side = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const long = Math.max(width, height);
        const short = Math.min(width, height);
        if (long > short * 51) {
          assert.throws(() => planRendition(width, height), { code: 'aspect-unsupported' });
          return;
        }
        const planned = planRendition(width, height);
        for (const planned1 of [planned.width, planned.height]) assert.ok(planned1 >= 80 && planned1 <= 4096);
        const scale = Math.max(planned.width, planned.height) / long;
        assert.ok(
          Math.abs(planned.width - width * scale) <= 1,
          `${width}x${height} became ${planned.width} wide`,
        );
        assert.ok(Math.abs(planned.height - height * scale) <= 1);
      }),
    );
  });

  it('does not scale an accepted size', () => {
    assert.deepEqual(planRendition(80, 4080), { width: 80, height: 4080 });
    assert.deepEqual(planRendition(640, 480), { width: 640, height: 480 });
  });
});

describe('selectFrames', () => {
  it('selects the middle frame as representative', () => {
    assert.deepEqual(selectFrames(1, 'representative', 1), [0]);
    assert.deepEqual(selectFrames(96, 'representative', 1), [48]);
  });

  it('selects the first frames, or spreads them from the first to the last', () => {
    assert.deepEqual(selectFrames(10, 'all', 3), [0, 1, 2]);
    assert.deepEqual(selectFrames(11, 'spread', 3), [0, 5, 10]);
    assert.deepEqual(selectFrames(9, 'representative', 3), [1, 4, 7]);
  });

  it('selects distinct frames in order for any rule', () => {
    const kinds = fc.constantFrom('representative' as const, 'all' as const, 'spread' as const);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        kinds,
        fc.integer({ min: 1, max: 300 }),
        (frames, kind, max) => {
          const chosen = selectFrames(frames, kind, max);
          assert.equal(chosen.length, Math.min(frames, max, 256));
          assert.ok(
            chosen.every((frame, index) => frame < frames && (index === 0 || frame > chosen[index - 1]!)),
          );
        },
      ),
    );
  });
});

describe('mapBox', () => {
  it('maps a box in the rendition to the whole frame by its crop', () => {
    const crop = { left: 0.25, top: 0, width: 0.5, height: 1 };
    assert.deepEqual(mapBox({ left: 0.5, top: 0.25, width: 0.5, height: 0.5 }, crop), {
      left: 0.5,
      top: 0.25,
      width: 0.25,
      height: 0.5,
    });
  });

  it('clips boxes to the image', () => {
    const any = fc.double({ min: -2, max: 3, noNaN: true });
    const crop = { left: 0.1, top: 0.2, width: 0.9, height: 0.8 };
    fc.assert(
      fc.property(any, any, any, any, (left, top, width, height) => {
        const box = mapBox({ left, top, width, height }, crop);
        for (const value of Object.values(box)) assert.ok(value >= 0 && value <= 1);
        assert.ok(box.left + box.width <= 1 && box.top + box.height <= 1);
      }),
    );
  });
});

describe('computeSeriesMac', () => {
  it('distinguishes series and tenants, and hides the UID', () => {
    const one = computeSeriesMac('secret', 'north', '1.2.3');
    assert.equal(one, computeSeriesMac('secret', 'north', '1.2.3'));
    assert.match(one, /^[A-Za-z0-9_-]{22}$/);
    const others = [
      computeSeriesMac('secret', 'north', '1.2.4'),
      computeSeriesMac('secret', 'south', '1.2.3'),
      computeSeriesMac('x', 'north', '1.2.3'),
    ];
    assert.equal(new Set([one, ...others]).size, 4);
  });
});
