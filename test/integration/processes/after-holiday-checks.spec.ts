import { afterEach, describe, expect, it } from '@jest/globals';
import { wakingProcesses } from '../../../src/start/processes.js';
import { SCHOOL } from '../../e2e/support/program.js';
import { Term } from './a-term.js';

let term: Term | undefined;
afterEach(() => term?.program.stop());

const another = ({ services }: Term) => wakingProcesses({ ...services, policyPack: 'riverside' });

async function checks({ services }: Term): Promise<[string, string, unknown][]> {
  const facts = await services.schools.history(SCHOOL);
  return facts
    .filter(({ type }) => type.startsWith('AfterHoliday'))
    .map(({ type, data, metadata }) => [
      metadata.recordedAt.slice(0, 10),
      type,
      'pupils' in data ? data.pupils : undefined,
    ]);
}

/** The schools that the process knows have caught up with what it recorded. */
async function wake(at: Term, processes = at.services.processes): Promise<void> {
  await at.wake(processes);
  const { revision } = await at.services.schools.load(SCHOOL);
  await at.services.follower.caughtUpWith(SCHOOL, revision);
}

describe('the check after a holiday', () => {
  it('A09 R04 begins on the first school day after half term with the absent, and takes in those who come late', async () => {
    term = await Term.begin();
    const [first, second, third] = [await term.pupil(), await term.pupil(), await term.pupil()];
    term.at('2025-11-03T12:00:00.000Z');
    await wake(term);
    term.at('2025-11-04T09:00:00.000Z');
    await term.marks(first, '2025-11-04', 'O');
    await wake(term);
    expect(await checks(term)).toEqual([]);
    term.at('2025-11-04T11:00:00.000Z');
    await wake(term);
    await wake(term, another(term));
    expect(await checks(term)).toEqual([['2025-11-04', 'AfterHolidayCheckStarted', [first.id]]]);
    await term.marks(second, '2025-11-04', 'I');
    await Promise.all([term.wake(), term.wake(another(term))]);
    await wake(term);
    term.at('2025-11-05T12:00:00.000Z');
    await term.marks(third, '2025-11-05', 'O');
    await wake(term);
    expect(await checks(term)).toEqual([
      ['2025-11-04', 'AfterHolidayCheckStarted', [first.id]],
      ['2025-11-04', 'AfterHolidayPupilsAdded', [second.id]],
    ]);
  });

  it('R04 is begun late when the program stood still that day, with those who were absent then', async () => {
    term = await Term.begin();
    const pupil = await term.pupil();
    term.at('2025-11-04T09:00:00.000Z');
    await term.marks(pupil, '2025-11-04', 'O');
    term.at('2025-11-05T09:00:00.000Z');
    await term.marks(pupil, '2025-11-05', '/');
    term.at('2025-11-13T08:00:00.000Z');
    await wake(term);
    await wake(term, another(term));
    expect((await checks(term)).filter(([, type]) => type === 'AfterHolidayCheckStarted')).toEqual([
      ['2025-11-13', 'AfterHolidayCheckStarted', [pupil.id]],
    ]);
  });
});
