import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { browsing } from './support/forms.js';
import { register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

let program: TestProgram;
let childId: string;

beforeAll(async () => {
  program = await startTestProgram();
  const authority = await program.as('strategy-manager');
  const name = 'Hollowmere Primary School';
  const body = { urn: SCHOOL, name, phase: 'primary', authority: '926', policyPack: 'riverside' };
  expect((await authority('POST', '/v1/schools', { body })).status).toBe(201);
  childId = await register(await program.as('school-staff', SCHOOL), 1);
}, 60_000);

afterAll(() => program.stop());

describe('where the pages lead', () => {
  it.each([
    ['operator', undefined, '/operations/views'],
    ['ehcp-coordinator', undefined, '/team-work'],
    ['exclusions-team', undefined, '/team-work'],
    ['cme-assistant', undefined, '/caseload'],
    ['head-teacher', SCHOOL, '/caseload'],
  ])(
    'lead %s home to a page that the role may see, from every page and from one that is not there',
    async (role, school, home) => {
      const token = await program.tokenOf(role, school);
      const at = browsing(program, token);
      const { html } = await at.get('/nothing-here');
      const links = [...html.matchAll(/<a [^>]*href="(\/[^"]*)"/g)].map(([, href = '']) => href);
      expect(links).toContain(home);
      const led = links.filter((href) => !href.startsWith('/health') && !href.startsWith('/docs'));
      for (const href of led) expect([href, (await at.get(href)).status]).toEqual([href, 200]);
      expect((await at.send('/sign-in', { token, next: '/caseload' })).location).toBe(home);
    },
  );

  it('lead back to the record from a moment that was not given, or was before it', async () => {
    const at = browsing(program, await program.tokenOf('cme-assistant'));
    for (const [moment, status] of [
      ['/as-of?date=&time=', 400],
      ['?asOf=2020-01-01T00:00:00Z', 404],
    ] as const) {
      const answer = await at.get(`/children/${childId}${moment}`);
      expect(answer.status).toBe(status);
      expect(answer.html).toContain(`href="/children/${childId}">Go to the record as it is now`);
    }
    expect((await at.get('/children/7c9e6679-7425-40de-944b-e07fc1f90ae7')).html).not.toContain('Go to the record');
  });

  it('name the school of a restricted record', async () => {
    const lead = browsing(program, await program.tokenOf('safeguarding-lead', SCHOOL));
    const { words } = await lead.get(`/children/${childId}/safeguarding`);
    expect(words).toContain('Hollowmere Primary School.');
    expect(words).not.toContain(`School ${SCHOOL}`);
  });
});
