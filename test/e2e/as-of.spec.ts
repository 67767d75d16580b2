import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FixedClock } from '../support/fixed-clock.js';
import { type Person, register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

const HOUR = 3_600_000;

let program: TestProgram;
let assistant: Person;
const clock = new FixedClock(Date.parse('2026-09-07T08:00:00.000Z'));

beforeAll(async () => {
  program = await startTestProgram({ clock });
  // The clock runs through weeks, so every request brings a new token.
  assistant = async (...request) => (await program.as('cme-assistant'))(...request);
});

afterAll(() => program.stop());

/** Something that happens to the child, on the day that the clock shows. */
type Happening = { readonly path: string; readonly body: object; readonly at?: string };

const today = () => clock.now().slice(0, 10);

const happenings: ((n: number) => Happening)[] = [
  () => ({ path: '/absences', body: { date: today(), session: 'AM', code: 'N' } }),
  () => ({ path: '/absences', body: { date: today(), code: 'O' } }),
  () => ({
    path: '/absences/amendments',
    body: { date: today(), session: 'AM', code: 'I', reason: 'A call from home.' },
  }),
  () => ({ path: '/contacts', body: { channel: 'phone', outcome: 'no-answer' } }),
  () => ({
    path: '/contacts',
    body: { channel: 'phone', outcome: 'reason-given', reason: 'Visiting family.', expectedReturn: '2027-01-04' },
  }),
  () => ({ path: '/returns', body: {} }),
  () => ({ path: '/leave-requests', body: { first: '2027-02-01', last: '2027-02-05' } }),
  () => ({ path: '/referral', body: { enquiriesNotMade: 'No telephone answers.' } }),
  () => ({ path: '/case', body: {} }),
  (n) => ({ path: '/case/notes', body: { note: `Note ${n}` } }),
  () => ({ path: '/home-visits', body: { by: 'attendance-team', outcome: 'NO_ANSWER' } }),
  () => ({ path: '/re-engagement', body: {} }),
  (n) => ({ path: '/details', body: { yearGroup: String(1 + (n % 6)) } }),
  (n) => ({ path: '', at: `/v1/schools/${SCHOOL}/closures`, body: { date: today(), reason: `Burst pipe ${n}` } }),
];

describe('a record as it stood', () => {
  it('is, byte for byte, what was served then, whatever has been recorded since', async () => {
    let serial = 300;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ what: fc.nat(happenings.length - 1), hours: fc.integer({ min: 0, max: 60 }) }), {
          minLength: 4,
          maxLength: 14,
        }),
        async (script) => {
          await assistant('POST', '/v1/schools', {
            body: {
              urn: SCHOOL,
              name: 'Hollowmere Primary School',
              phase: 'primary',
              authority: '926',
              policyPack: 'riverside',
            },
          });
          const id = await register(assistant, serial++, { school: { urn: SCHOOL, startDate: '2026-09-01' } });
          const served: { at: string; revision: number; recordedAt: string; text: string }[] = [];
          const look = async () => {
            const answer = await assistant<{ revision: number; recordedAt: string }>('GET', `/v1/children/${id}`);
            expect(answer.status).toBe(200);
            const { revision, recordedAt } = answer.body;
            const now = clock.now();
            served.push({ at: now > recordedAt ? now : recordedAt, revision, recordedAt, text: answer.text });
          };
          await look();
          for (const [n, { what, hours }] of script.entries()) {
            clock.advance(hours * HOUR + 1);
            const { path, body, at } = happenings[what]?.(n) ?? { path: '', body: {} };
            const answer = await assistant('POST', at ?? `/v1/children/${id}${path}`, { body });
            expect(answer.status).toBeLessThan(500);
            await look();
          }
          clock.advance(24 * HOUR);
          for (const { at, revision, text } of served) {
            expect((await assistant('GET', `/v1/children/${id}?asOf=${at}`)).text).toBe(text);
            expect(
              (await assistant<{ revision: number }>('GET', `/v1/children/${id}?atRevision=${revision}`)).body.revision,
            ).toBe(revision);
          }
          // At the very moment of a recording, the document of that moment.
          for (const { revision, recordedAt } of served) {
            const asOf = await assistant('GET', `/v1/children/${id}?asOf=${recordedAt}`);
            const atRevision = await assistant('GET', `/v1/children/${id}?atRevision=${revision}`);
            expect(atRevision.text).toBe(asOf.text);
          }
        },
      ),
      { numRuns: 8, endOnFailure: true },
    );
  }, 120_000);

  it('was nothing before the first fact, and has no revision to come', async () => {
    const id = await register(assistant, 399);
    expect((await assistant('GET', `/v1/children/${id}?asOf=2020-01-01T00:00:00Z`)).status).toBe(404);
    expect((await assistant('GET', `/v1/children/${id}?atRevision=99`)).status).toBe(404);
    const history = await assistant<{ total: number }>('GET', `/v1/children/${id}/history?atRevision=0`);
    expect(history.body.total).toBe(1);
  });

  it.each([
    'asOf=yesterday',
    'asOf=2026-11-10',
    'asOf=2026-11-10T09:30:00',
    'atRevision=-1',
    'atRevision=x',
    'atRevision=1&asOf=2026-11-10T09:30:00Z',
  ])('answers 400 to %s', async (query) => {
    const id = await register(assistant, 398).catch(() => '');
    const answer = await assistant('GET', `/v1/children/${id || '00000000-0000-4000-8000-000000000000'}?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toHaveLength(1);
  });
});
