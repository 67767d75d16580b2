import { describe, expect, it } from '@jest/globals';
import { inOrder } from '../../../src/platform/event-store/in-order.js';

describe('inOrder', () => {
  it('keeps the order, whatever finishes first, and runs no more than the limit', async () => {
    let running = 0;
    let most = 0;
    const task = async (n: number) => {
      most = Math.max(most, ++running);
      for (let turns = (n * 7) % 5; turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
      running--;
      return n;
    };
    const items = Array.from({ length: 200 }, (_, n) => n);
    const results: number[] = [];
    for await (const result of inOrder(items, 8, task)) results.push(result);
    expect(results).toEqual(items);
    expect(most).toBe(8);
  });

  it('goes on past a slow one, but not without bound', async () => {
    let release = () => {};
    let started = 0;
    const task = (n: number) => {
      started++;
      if (n > 0) return Promise.resolve(n);
      return new Promise<number>((resolve) => {
        release = () => resolve(0);
      });
    };
    const results = inOrder(
      Array.from({ length: 100 }, (_, n) => n),
      4,
      task,
    );
    const first = results.next();
    for (let turns = 0; turns < 200; turns++) await Promise.resolve();
    expect(started).toBe(16);
    release();
    expect(await first).toEqual({ done: false, value: 0 });
    await results.return(undefined);
  });

  it('is done at once with nothing', async () => {
    expect(await inOrder([], 4, async () => 1).next()).toEqual({ done: true, value: undefined });
  });
});
