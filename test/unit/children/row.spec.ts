import { describe, expect, it } from '@jest/globals';
import { type ChildEvent, decide, evolve } from '../../../src/children/domain/child.js';
import { breachesDue, duties } from '../../../src/children/domain/duties.js';
import { caseloadRow } from '../../../src/children/domain/row.js';
import { absent, fold, on, pupil, urn } from './a-child.js';

const away = absent('O', '2025-09-15', '2025-11-12');
const opened: ChildEvent = {
  type: 'CaseOpened',
  data: {
    caseId: 'case-1',
    lawVersion: 'england-2024@1.0.0',
    occurredOn: '2025-11-10',
    source: 'referral',
    owner: 'assistant-7',
    nextAction: 'Ask the housing office',
    due: '2025-11-19',
    sum: 'Chosen by the case’s owner.',
  },
};

describe('the row of the caseload', () => {
  it('R02 shows a call of today, and no call that can no longer be made', () => {
    const child = fold(...pupil, ...absent('O', '2025-11-10', '2025-11-12'));
    expect(caseloadRow(child, on('2025-11-12'))).toMatchObject({
      nextAction: 'Contact the parents about the absence on 2025-11-12',
      due: '2025-11-12',
    });
    const missed = breachesDue(child, on('2025-11-12')).map(({ key }) => key);
    expect(missed).toEqual([`contact-parent:${urn}/2025-11-10`, `contact-parent:${urn}/2025-11-11`]);
  });

  it('R12 shows what matters for a child absent many days whose days of calling are over', () => {
    const child = fold(...pupil, ...away);
    const tomorrow = on('2025-11-13');
    const first = duties(child, tomorrow).find(({ kind }) => kind !== 'contact-parent');
    expect(caseloadRow(child, tomorrow)).toMatchObject({ nextAction: first?.nextAction, due: first?.due });
    const breached = decide(child, { type: 'ReviewChild' }, tomorrow).reduce(evolve, child);
    expect(breached.breaches).toContain(`contact-parent:${urn}/2025-09-15`);
    expect(duties(breached, tomorrow).map(({ kind }) => kind)).not.toContain('contact-parent');
  });

  it('R45 shows of an open case what its owner has to do, whatever the school left undone', () => {
    const child = fold(...pupil, ...away, opened);
    expect(duties(child, on('2025-11-13'))[0]?.owner).not.toBe('assistant-7');
    expect(caseloadRow(child, on('2025-11-13'))).toEqual({
      stage: 'case-open',
      owner: 'assistant-7',
      nextAction: 'Ask the housing office',
      due: '2025-11-19',
    });
  });
});
