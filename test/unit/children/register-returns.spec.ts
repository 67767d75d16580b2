import { describe, expect, it } from '@jest/globals';
import { duties } from '../../../src/children/domain/duties.js';
import { absent, fold, given, on, pupil, urn } from './a-child.js';

const away = [...pupil, ...absent('O', '2025-11-04', '2025-11-18')];
const ill = [...pupil, ...absent('I', '2025-10-13', '2025-11-14')];
const today = on('2025-11-19');

describe('the returns of a school about an absence', () => {
  it('R12: the attendance return tells of the absence as the register has it, once', () => {
    const outcome = given(...away).when({ type: 'MakeRegisterReturn', kind: 'attendance', urn }, today);
    outcome.then({
      type: 'RegisterReturnMade',
      data: { kind: 'attendance', urn, since: '2025-11-04', dayCount: 11, occurredOn: '2025-11-19' },
    });
    given(...away, ...outcome.events)
      .when({ type: 'MakeRegisterReturn', kind: 'attendance', urn }, today)
      .thenNothing();
    const kinds = (events: typeof away) => duties(fold(...events), today).map(({ kind }) => kind);
    expect(kinds(away)).toContain('attendance-return');
    expect(kinds([...away, ...outcome.events])).not.toContain('attendance-return');
  });

  it('R12: the sickness return likewise, of the illness', () => {
    given(...ill)
      .when({ type: 'MakeRegisterReturn', kind: 'sickness', urn }, today)
      .thenMatching({
        type: 'RegisterReturnMade',
        data: expect.objectContaining({ kind: 'sickness', since: '2025-10-13' }),
      });
  });

  it('R12: what the school says of it holds against the register’s sum, and with neither there is nothing to tell', () => {
    given(...away)
      .when({ type: 'MakeRegisterReturn', kind: 'attendance', urn, since: '2025-11-03', dayCount: 12 }, today)
      .thenMatching({
        type: 'RegisterReturnMade',
        data: expect.objectContaining({ since: '2025-11-03', dayCount: 12 }),
      });
    given(...pupil)
      .when({ type: 'MakeRegisterReturn', kind: 'sickness', urn }, today)
      .thenRefused('R12', 'nothing-to-return');
  });
});
