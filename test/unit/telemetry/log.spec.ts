import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLog } from '../../../src/platform/telemetry/log.js';
import { NestLog } from '../../../src/platform/telemetry/nest-log.js';
import { keepingLines } from '../../support/log-lines.js';

function recorder() {
  const lines: string[] = [];
  return { lines, log: createLog('debug', keepingLines(lines)) };
}

const personal = fc.oneof(
  fc.constantFrom(
    'Ada Lovelace',
    'Zoë O’Brien-Smith',
    'Nguyễn Văn An',
    'ada.lovelace@example.org',
    '+44 7700 900123',
    '07700900123',
    'A123456789012',
    'NR1 1AA',
    '12 Elm Row, Norwich',
    '2015-03-09',
    'moved to Poland with her mother',
  ),
  fc
    .tuple(fc.constantFrom('Mrs ', 'Master ', 'Dr '), fc.stringMatching(/^[A-Z][a-z]{3,9}$/))
    .map((parts) => parts.join('')),
);

/** Every place of a call where somebody could put what they should not. */
function abuses(text: string): ((log: ReturnType<typeof recorder>['log']) => void)[] {
  const failing = new Error(`no child called ${text}`, { cause: new RangeError(text) });
  const named = Object.assign(new Error(text), { name: text, code: text });
  const withStack = Object.assign(new Error('x'), {
    stack: `Error: ${text}\n    at ${text} (/home/${text}/file.js)\n    at f (src/a.ts:1:2)`,
  });
  const fields = [
    'view',
    'process',
    'store',
    'reason',
    'error',
    'eventType',
    'method',
    'route',
    'stream',
    'key',
    'correlationId',
    'position',
    'code',
    'version',
    'events',
    'failure',
    'name',
    'url',
  ];
  return [
    (log) => log.info(text),
    (log) => log.error(`view-stopped ${text}`),
    (log) => log.warn('x', { [text]: text }),
    ...fields.map((field) => (log: ReturnType<typeof recorder>['log']) => log.info('x', { [field]: text })),
    (log) => log.info('x', { route: `/v1/children?name=${text}` }),
    (log) => log.info('x', { stream: `child-${text}` }),
    (log) => log.error('x', { failure: failing }),
    (log) => log.error('x', { failure: named }),
    (log) => log.error('x', { failure: withStack }),
    (log) => log.info('x', { child: { name: text } as unknown as string, list: [text] as unknown as string }),
    (log) => new NestLog(log).error(text, failing.stack, text),
    (log) => new NestLog(log).error(failing),
    (log) => new NestLog(log).warn(`${text}`),
    (log) => new NestLog(log).fatal(named, text),
  ];
}

describe('log', () => {
  it('lets no personal data through, wherever it is put', () => {
    fc.assert(
      fc.property(personal, (text) => {
        const { lines, log } = recorder();
        for (const abuse of abuses(text)) abuse(log);
        expect(lines.length).toBeGreaterThan(20);
        for (const line of lines) expect(line).not.toContain(text);
      }),
    );
  });

  it('writes one line of JSON with what an operator needs', () => {
    const { lines, log } = recorder();
    const stream = 'child-6f0d3f0e-5c5b-4b0c-9c1e-3a4f7d2b8e61';
    log.error('view-document-quarantined', { view: 'caseload_v1', error: 'UnknownEventType', stream, revision: 7 });
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'error',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      event: 'view-document-quarantined',
      view: 'caseload_v1',
      error: 'UnknownEventType',
      stream,
      revision: 7,
    });
  });

  it('counts what it left out', () => {
    const { lines, log } = recorder();
    log.info('x', { name: 'Ada', view: 'caseload' });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ view: 'caseload', dropped: 1 });
  });

  it('tells a failure by class, code and places', () => {
    const { lines, log } = recorder();
    log.error('x', { failure: Object.assign(new TypeError('secret'), { code: 'ECONNRESET' }) });
    const { failure } = JSON.parse(lines[0] ?? '') as { failure: { class: string; code: string; at: string[] } };
    expect(failure).toMatchObject({ class: 'TypeError', code: 'ECONNRESET' });
    expect(Array.isArray(failure.at)).toBe(true);
  });

  it('writes nothing below its level', () => {
    const lines: string[] = [];
    const quiet = createLog('error', keepingLines(lines));
    quiet.info('x');
    expect(lines).toEqual([]);
  });
});
