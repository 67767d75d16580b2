import { afterEach, describe, expect, it } from '@jest/globals';
import { schoolDaysFrom } from '../../../src/schools/domain/school-days.js';
import { wakingProcesses } from '../../../src/start/processes.js';
import { SCHOOL } from '../../e2e/support/program.js';
import { norfolkCalendar } from '../../support/policy.js';
import { Term } from './a-term.js';

let term: Term | undefined;
afterEach(() => term?.program.stop());

const about = (lines: readonly string[], kind: string) => lines.filter((line) => line.includes(kind));

/** The processes of another program, or of this one after a restart: nothing is remembered but what was recorded. */
const another = ({ services }: Term) => wakingProcesses({ ...services, policyPack: 'riverside' });

describe('what the clock brings', () => {
  it('R02 R63 a call that was not made is a breach on the next day after the cut-off, once, whoever wakes how often', async () => {
    term = await Term.begin();
    const pupil = await term.pupil();
    term.at('2025-09-15T09:00:00.000Z');
    await term.marks(pupil, '2025-09-15', 'O');
    await term.wake();
    term.at('2025-09-16T08:00:00.000Z');
    await term.wake();
    expect(await term.brought(pupil.id)).toEqual([]);
    term.at('2025-09-16T10:00:00.000Z');
    await term.wake();
    await term.wake();
    await term.wake(another(term));
    await Promise.all([term.wake(another(term)), term.wake(another(term))]);
    term.at('2025-09-17T10:00:00.000Z');
    await term.wake(another(term));
    expect(await term.brought(pupil.id)).toEqual(['2025-09-16 DutyBreached contact-parent 2025-09-15']);
  });

  it('R63 two programs that review the same child at the same time record it once', async () => {
    term = await Term.begin();
    const pupils = [await term.pupil(), await term.pupil(), await term.pupil()];
    term.at('2025-09-03T12:00:00.000Z');
    for (const pupil of pupils) await term.marks(pupil, '2025-09-03', 'N');
    term.at('2025-09-04T12:00:00.000Z');
    const now = term;
    await now.wake([]);
    await Promise.all([now, now, now].map((each) => each.wake(another(each))));
    for (const { id } of pupils)
      expect(await now.brought(id)).toEqual(['2025-09-04 DutyBreached contact-parent 2025-09-03']);
  });

  it('A02 R12 T1 the twentieth day is set, reached and breached once each, and the name stays on the roll', async () => {
    term = await Term.begin();
    const pupil = await term.pupil();
    for (const day of schoolDaysFrom(norfolkCalendar, '2025-10-06', '2025-11-12')) {
      term.at(`${day}T09:00:00.000Z`);
      await term.marks(pupil, day, 'O');
      term.at(`${day}T11:00:00.000Z`);
      await term.wake();
    }
    const brought = await term.brought(pupil.id);
    expect(about(brought, 'report-missing')).toEqual([
      '2025-10-10 DeadlineSet report-missing 2025-11-10',
      '2025-11-10 DeadlineReached report-missing 2025-11-10',
      '2025-11-11 DutyBreached report-missing 2025-11-10',
    ]);
    expect(about(brought, 'contact-parent')).toHaveLength(21);
    const types = (await term.facts(pupil.id)).map(({ type }) => type);
    expect(types.filter((type) => type === 'TwentyDayThresholdReached')).toHaveLength(1);
    expect(types).not.toContain('RemovedFromRoll');
  });

  it('R63 makes up for wakings that were missed, once', async () => {
    term = await Term.begin();
    const pupil = await term.pupil();
    for (const day of schoolDaysFrom(norfolkCalendar, '2025-10-06', '2025-11-10')) {
      term.at(`${day}T09:00:00.000Z`);
      await term.marks(pupil, day, 'O');
    }
    term.at('2025-11-20T23:30:00.000Z');
    await term.wake();
    await term.wake(another(term));
    expect(about(await term.brought(pupil.id), 'report-missing')).toEqual([
      '2025-11-20 DutyBreached report-missing 2025-11-10',
      '2025-11-20 DeadlineSet report-missing 2025-11-10',
      '2025-11-20 DeadlineReached report-missing 2025-11-10',
    ]);
  });

  it('A06 R63 a calendar amended before the cut-off moves the dates at once, with a cancel event for the old one', async () => {
    term = await Term.begin();
    const pupil = await term.pupil();
    for (const day of schoolDaysFrom(norfolkCalendar, '2025-10-06', '2025-10-14')) {
      term.at(`${day}T11:00:00.000Z`);
      await term.marks(pupil, day, 'O');
      await term.wake();
    }
    term.at('2025-10-15T07:00:00.000Z');
    const manager = await term.program.as('strategy-manager');
    const change = { year: '2025/26', addInset: ['2025-11-07'], why: 'The governing body moved the training day.' };
    await term.ask(manager, 'POST', `/v1/schools/${SCHOOL}/calendar/amendments`, change);
    await term.wake();
    await term.wake(another(term));
    expect(about(await term.brought(pupil.id), 'report-missing')).toEqual([
      '2025-10-10 DeadlineSet report-missing 2025-11-10',
      '2025-10-15 DeadlineCancelled report-missing 2025-11-10',
      '2025-10-15 DeadlineSet report-missing 2025-11-11',
    ]);
  });

  it('A01 R03 a code N that nobody resolved expires once, and the amendment names the process', async () => {
    term = await Term.begin();
    const pupil = await term.pupil();
    term.at('2025-10-22T12:00:00.000Z');
    await term.marks(pupil, '2025-10-22', 'N');
    term.at('2025-10-23T12:00:00.000Z');
    await term.marks(pupil, '2025-10-23', '/');
    term.at('2025-11-06T22:00:00.000Z');
    await term.wake();
    expect(about(await term.brought(pupil.id), 'CodeNExpired')).toEqual([]);
    term.at('2025-11-07T11:00:00.000Z');
    await term.wake();
    await term.wake(another(term));
    const expired = (await term.facts(pupil.id)).filter(({ type }) => type === 'CodeNExpired');
    expect(expired.map(({ data }) => ('session' in data ? data.session : ''))).toEqual(['AM', 'PM']);
    expect(expired[0]?.metadata).toMatchObject({
      actor: { id: 'system', role: 'system', organisation: '926' },
      policy: { pack: 'riverside' },
    });
  });
});
