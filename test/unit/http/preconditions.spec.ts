import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { correlationOf, traceparentOf } from '../../../src/platform/http/correlation.js';
import { etagOf, idempotencyKeyOf, ifMatchOf } from '../../../src/platform/http/preconditions.js';
import { Problem } from '../../../src/platform/http/problem.js';

const request = (headers: Record<string, string>) => ({ headers }) as unknown as FastifyRequest;

describe('If-Match', () => {
  it('reads back what ETag said', () => {
    expect(ifMatchOf(request({ 'if-match': etagOf(7) }))).toBe(7);
    expect(ifMatchOf(request({ 'if-match': '0' }))).toBe(0);
  });

  it('is no condition when absent or a star', () => {
    expect(ifMatchOf(request({}))).toBeUndefined();
    expect(ifMatchOf(request({ 'if-match': '*' }))).toBeUndefined();
  });

  it.each(['W/"7"', '"7", "8"', 'latest', '"-1"', '""'])(
    'refuses %s, for a guess would let a stale write through',
    (value) => {
      expect(() => ifMatchOf(request({ 'if-match': value }))).toThrow(Problem);
    },
  );
});

describe('Idempotency-Key', () => {
  it('is taken with or without quotes', () => {
    expect(idempotencyKeyOf(request({ 'idempotency-key': '"a-1"' }))).toBe('a-1');
    expect(idempotencyKeyOf(request({ 'idempotency-key': 'a-1' }))).toBe('a-1');
    expect(idempotencyKeyOf(request({}))).toBeUndefined();
  });

  it.each(['', 'two words', 'x'.repeat(201), 'é'])('refuses %j', (value) => {
    expect(() => idempotencyKeyOf(request({ 'idempotency-key': value }))).toThrow(Problem);
  });
});

describe('correlation and trace context', () => {
  const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  it('passes on what is well formed', () => {
    expect(correlationOf(request({ 'x-correlation-id': 'import-2026.11' }))).toBe('import-2026.11');
    expect(traceparentOf(request({ traceparent: trace }))).toBe(trace);
  });

  it.each(['a b', 'x'.repeat(65), 'a\nb', ''])('drops %j, which must not stand in events', (value) => {
    expect(correlationOf(request({ 'x-correlation-id': value }))).toBeUndefined();
  });

  it.each([trace.replace('00-', 'ff-'), trace.toUpperCase(), `00-${'0'.repeat(32)}-b7ad6b7169203331-01`])(
    'drops the trace context %s',
    (value) => {
      expect(traceparentOf(request({ traceparent: value }))).toBeUndefined();
    },
  );
});
