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

  it('name the school of a restricted record', async () => {
    const lead = browsing(program, await program.tokenOf('safeguarding-lead', SCHOOL));
    const { words } = await lead.get(`/children/${childId}/safeguarding`);
    expect(words).toContain('Hollowmere Primary School.');
    expect(words).not.toContain(`School ${SCHOOL}`);
  });
});
