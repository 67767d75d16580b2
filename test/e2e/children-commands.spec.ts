import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandAddresses } from '../../src/children/http/command-addresses.js';
import { FixedClock } from '../support/fixed-clock.js';
import { PREPARED } from './support/prepared.js';
import { startTestProgram, type TestProgram } from './support/program.js';
import { type By, type People, people, ToldChild } from './support/told-child.js';

interface OpenApi {
  readonly paths: Record<
    string,
    { post?: { requestBody?: { content: Record<string, { examples?: { whole?: { value: object } } }> } } }
  >;
}

/** Registration, registers and letters are no single command of a child on record: their own specs post them. */
const ELSEWHERE = ['RegisterChild', 'RecordMarks', 'SendLetterAgain', 'RecordLetterSentByHand'];

const addresses = commandAddresses().filter(({ command }) => !ELSEWHERE.includes(command));
let program: TestProgram;
let by: People;
let api: OpenApi;
let serial = 300;

beforeAll(async () => {
  program = await startTestProgram({ clock: new FixedClock(Date.parse('2026-11-24T10:00:00.000Z')) });
  by = await people(program);
  api = (await by.assistant<OpenApi & Record<string, unknown>>('GET', '/openapi.json')).body;
});

afterAll(() => program.stop());

const told = (offRoll?: true) => ToldChild.registered(by, serial++, offRoll ? { school: undefined } : {});

function exampleOf(path: string): object {
  const content = api.paths[path]?.post?.requestBody?.content['application/json'];
  const example = content?.examples?.whole?.value;
  if (example === undefined) throw new Error(`${path} has no whole example`);
  return example;
}

describe('the example of every command', () => {
  it('has a story that goes before it', () => {
    expect(addresses.map(({ command }) => command).sort()).toEqual(Object.keys(PREPARED).sort());
  });

  it.each(addresses)(
    '$command is recorded at $path, and sent again it is not recorded again',
    async ({ command, path }) => {
      const { by: giver, fact, before, body, offRoll } = PREPARED[command] ?? { by: 'assistant', fact: '' };
      const child = await told(offRoll);
      await before?.(child);
      const whole = { ...exampleOf(path), ...body?.(child) };
      const below = path.replace('/v1/children/{id}/', '');
      const count = async () => (await child.facts()).filter(({ type }) => type === fact).length;
      const had = await count();
      const headers = { 'idempotency-key': `example-${command}` };
      const first = await child.post(giver, below, whole, headers);
      expect({ status: first.status, body: first.body }).toMatchObject({ status: 201, body: { childId: child.id } });
      expect(await count()).toBe(had + 1);
      const again = await child.post(giver, below, whole, headers);
      expect({ status: again.status, body: again.body }).toEqual({ status: 200, body: first.body });
      expect(await count()).toBe(had + 1);
    },
  );
});

/** One refusal of a rule for each facet: what is asked, of a child on a roll, and by which rule it is refused. */
const REFUSED: readonly [By, string, object, number, string, string][] = [
  ['staff', 'absences', { date: '2026-11-09', code: '/' }, 422, 'not-an-absence', 'R02'],
  [
    'staff',
    'absences/amendments',
    { date: '2026-11-09', session: 'AM', code: 'I', reason: 'Ill.' },
    409,
    'nothing-to-amend',
    'R67',
  ],
  ['staff', 'contacts', { channel: 'pigeon', outcome: 'sent' }, 422, 'unknown-code', 'R62'],
  ['staff', 'register-returns', { kind: 'sickness' }, 409, 'nothing-to-return', 'R12'],
  ['staff', 'roll', { urn: '900001', startDate: '2026-11-02' }, 409, 'already-on-roll', 'R16'],
  ['head', 'leave-requests/4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11/refusal', {}, 404, 'no-such-leave-request', 'R06'],
  ['head', 'exclusions', { kind: 'suspension', first: '2026-11-09', reasons: ['DB'] }, 422, 'no-sessions', 'R33'],
  ['staff', 'reasonable-enquiries/certification', { side: 'school' }, 409, 'enquiries-not-complete', 'R53'],
  ['staff', 'joint-enquiries/conclusion', { side: 'la', outcome: 'not-found' }, 422, 'other-side', 'R53'],
  [
    'assistant',
    'consultations/4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11/answer',
    { agreed: true },
    404,
    'no-such-consultation',
    'R13',
  ],
  ['head', 'removal', { ground: '9(1)(i)' }, 409, 'roll-deletion-refused', 'R13'],
  ['staff', 'destinations', {}, 422, 'no-school-named', 'R16'],
  ['staff', 'referral', {}, 409, 'enquiries-not-complete', 'R53'],
  [
    'assistant',
    'off-roll-notices/900001%2F2026-11-09/follow-up',
    { owner: 'staff-a38c' },
    404,
    'no-such-notice',
    'R41',
  ],
  ['assistant', 'unreported-absences', { how: 'police' }, 409, 'nothing-unreported', 'R54'],
  ['assistant', 'case/next-action', { action: 'Ask', due: '2099-12-01' }, 409, 'no-open-case', 'R45'],
  ['assistant', 'case/closure', { outcome: 'ON_ROLL_NORFOLK' }, 409, 'no-open-case', 'R45'],
  [
    'assistant',
    'case/transfers/4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11/acknowledgement',
    {},
    404,
    'no-such-handover',
    'R59',
  ],
  ['assistant', 'roll-checks', { system: 'Tribal', result: 'found', score: 0.86 }, 422, 'fuzzy-match', 'R38'],
  ['assistant', 'visit-requests', {}, 409, 'on-a-roll', 'R43'],
  ['staff', 're-engagement/reviews', { attending: true }, 409, 'not-re-engaged', 'R18'],
  ['manager', 'section-437-notices', { parentId: 'p1' }, 409, 'on-a-roll', 'R51'],
  ['assistant', 'home-education/assessment', { outcome: 'suitable' }, 409, 'no-home-education', 'R46'],
  ['staff', 'causes', { code: 'R28.99' }, 422, 'unknown-code', 'R62'],
  [
    'assistant',
    'shares',
    { recipient: 'Suffolk', basis: 'Children Act 2004 s. 10', purpose: 'tracing', fields: [] },
    422,
    'share-without-basis',
    'R20',
  ],
  ['assistant', 'untraced', {}, 409, 'investigations-not-complete', 'R56'],
];

describe('a rule that refuses', () => {
  it.each(REFUSED)(
    '%s: %s %j is answered with %d %s, under %s and its paragraph',
    async (who, path, body, status, name, rule) => {
      const child = await told();
      const before = (await child.facts()).length;
      const answer = await child.post(who, path, body);
      expect({ status: answer.status, body: answer.body }).toMatchObject({
        status,
        body: {
          type: `urn:cme-tracker:problem:${name}`,
          rule,
          paragraph: expect.stringMatching(/\S/),
          title: expect.any(String),
        },
      });
      expect((await child.facts()).length).toBe(before);
    },
  );

  it('whose thing is not there is answered with 404 also for a name that can be none', async () => {
    const child = await told();
    expect((await child.post('head', 'exclusions/none/rescission', {})).status).toBe(404);
    expect((await child.post('assistant', 'causes/%3Cscript%3E/revision', {})).status).toBe(404);
  });
});
