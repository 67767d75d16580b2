import { afterEach, describe, expect, it } from '@jest/globals';
import { SCHOOL } from '../../e2e/support/program.js';
import { Term } from './a-term.js';

let term: Term | undefined;
afterEach(() => term?.program.stop());

async function until(reached: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await reached())) {
    if (Date.now() > end) throw new Error('it did not come about');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a family in the running program', () => {
  it('R64 one visit is in the record of each child once, and each page shows the others', async () => {
    term = await Term.begin();
    const { services } = term;
    const [ann, ben] = [await term.pupil(), await term.pupil()];
    await term.ask(term.staff, 'POST', `/v1/children/${ann.id}/siblings`, { siblingId: ben.id });
    const siblingsOf = async (id: string) => (await services.children.load(id)).state.siblings;
    await until(async () => (await siblingsOf(ben.id)).includes(ann.id));

    const visit = { by: 'school', outcome: 'NO_ANSWER', notes: 'Nobody at home', siblings: [ben.id] };
    await term.ask(term.staff, 'POST', `/v1/children/${ann.id}/home-visits`, visit);
    const visitsOf = async (id: string) =>
      (await services.children.load(id)).state.visits.map(({ visitId }) => visitId);
    await until(async () => (await visitsOf(ben.id)).length > 0);
    expect(await visitsOf(ben.id)).toEqual(await visitsOf(ann.id));

    const token = await term.program.tokenOf('school-staff', SCHOOL);
    const page = async (id: string) => {
      const headers = { cookie: `cme_session=${token}`, accept: 'text/html' };
      return (await fetch(`${term?.program.origin}/children/${id}`, { headers })).text();
    };
    for (const [one, other] of [
      [ann.id, ben.id],
      [ben.id, ann.id],
    ] as const) {
      const html = await page(one);
      expect(html).toContain(`<a class="govuk-link" href="/children/${other}">Matilda MARLOW`);
      expect(html).toContain('Visited together on 3 September 2025');
    }
  });
});
