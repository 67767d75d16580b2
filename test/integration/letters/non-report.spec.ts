import { afterEach, describe, expect, it } from '@jest/globals';
import { extractText } from 'unpdf';
import { schoolDaysFrom } from '../../../src/schools/domain/school-days.js';
import { SCHOOL } from '../../e2e/support/program.js';
import { norfolkCalendar } from '../../support/policy.js';
import { Term } from '../processes/a-term.js';
import { until } from './mail-desk.js';

const PATIENCE = 180_000;
let term: Term | undefined;
afterEach(() => term?.program.stop());

describe('a school that did not report', () => {
  it(
    'A21 R54 R60: found missing by the police after 31 days without a report: one letter to the school’s office',
    async () => {
      term = await Term.begin();
      const { program } = term;
      const pupil = await term.pupil();
      const office = { email: 'office@hollowmere.example' };
      await term.ask(await program.as('strategy-manager'), 'POST', `/v1/schools/${SCHOOL}/details`, office);
      const days = schoolDaysFrom(norfolkCalendar, '2025-09-15', '2025-11-04').slice(0, 31);
      for (const day of days) {
        term.at(`${day}T16:00:00.000Z`);
        await term.marks(pupil, day, 'O');
      }
      term.at('2025-11-10T10:00:00.000Z');
      const assistant = await program.as('cme-assistant');
      const found = `/v1/children/${pupil.id}/unreported-absences`;
      await term.ask(assistant, 'POST', found, { how: 'Found by the police' });
      for (let time = 0; time < 3; time++)
        await term.ask(assistant, 'POST', `${found}/${SCHOOL}/2025-09-15/letter`, {});
      type Letters = { items: { kind: string; state: string; letterId: string }[] } & Record<string, unknown>;
      const read = async () => (await assistant<Letters>('GET', `/v1/children/${pupil.id}/letters`)).body.items;
      const letters = await until(read, (all) => all.some(({ state }) => state === 'sent'));
      expect(letters).toMatchObject([{ kind: 'NON_REPORT_LETTER', state: 'sent' }]);

      const mails = program.program.services.letters.catcher?.mails() ?? [];
      expect(mails).toMatchObject([{ to: [office.email], repeats: 0 }]);
      const pdf = new Uint8Array(mails[0]?.attachments[0]?.content ?? Buffer.alloc(0));
      const text = (await extractText(pdf, { mergePages: true })).text.replace(/\s+/g, ' ');
      expect(text).toContain('To the head teacher of Hollowmere Primary School (900001)');
      expect(text).toContain('from 15 September 2025 to today');
      // The school reads the letter that was written to it.
      const school = await program.as('school-staff', SCHOOL);
      const path = `/v1/children/${pupil.id}/letters/${letters[0]?.letterId}.html`;
      expect((await school('GET', path)).text).toContain('Matilda');
    },
    PATIENCE,
  );
});
