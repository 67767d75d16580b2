import { describe, expect, it } from '@jest/globals';
import type { Child } from '../../../src/children/domain/child.js';
import { penaltyClock, sicknessClock } from '../../../src/children/domain/clocks.js';
import { STAGES, type Stage, stageOf } from '../../../src/children/domain/stage.js';
import { stories } from '../../../src/demonstration/stories.js';
import { contextOf, toldUntil } from './told.js';

const stageNow = (children: ReadonlyMap<string, Child>) =>
  Object.fromEntries([...children].map(([key, child]) => [key, stageOf(child)]));

/** The day on which most people begin, and the last but one of the term that is told. */
const days = ['2026-11-24', '2026-12-17'];

describe.each(days)('the demonstration on %s', (day) => {
  const children = toldUntil(day);
  const stages = stageNow(children);
  const of = (key: string): Child => {
    const child = children.get(key);
    if (child === undefined) throw new Error(`no story of ${key}`);
    return child;
  };

  it('R36 shows a child in each stage of the workflow', () => {
    expect([...new Set(Object.values(stages))].sort()).toEqual((Object.keys(STAGES) as Stage[]).sort());
  });

  it('R36 each story is at the stage that it tells of', () => {
    const told = Object.fromEntries(stories.map(({ name, child }) => [name, stages[child]]));
    expect(told).toMatchObject({
      'Absent since this morning, nobody reached yet': 'absent',
      'Did not come back after half term; the school is making its enquiries': 'enquiries',
      'Away on leave that was granted': 'on-leave',
      'A possible pupil missing education: the authority is consulted before any removal': 'consultation',
      'School and authority have agreed who makes which enquiries': 'consultation',
      'Off the roll after joint enquiries: nobody knows where the child is educated': 'off-roll',
      'Left with no school named more than twenty school days ago': 'referred',
      'Left for a school that has confirmed it': 'left',
      'Taught at home from now on, by written notice; not assessed yet': 'left',
      'Referred to the authority this week, not yet taken on': 'referred',
      'A case is open: initial checks made, the family not found': 'case-open',
      'Whereabouts unknown: agencies have been asked': 'locating',
      'On no roll: a visit was asked for on CME3, nobody answered, a further visit is due': 'locating',
      'Found, and not in education: a place is sought': 'placing',
      'Untraced after every normal investigation: the risk is reviewed': 'escalated',
      'Moved to Suffolk: the case is on its way to the other authority': 'handed-over',
      'Closed: gone to another authority, which has taken the case over': 'closed',
      'Back at school, under review': 're-engaged',
      'Back for a while, then gone again: the re-engagement failed and the case is open once more': 'case-open',
      'Home education was found suitable, and is no longer: the case is open again': 'case-open',
    });
  });

  it('R13 R14 R16 R33 R46 R57 R64 and what else a page can show', () => {
    expect(of('900001-46').destination).toMatchObject({ urn: '900003' });
    expect(of('900001-46').destination?.confirmedOn).toBeUndefined();
    expect(of('900005-51').leaver?.reachedOn).toBeDefined();
    expect(of('900005-49').consultation?.agreed).toHaveLength(3);
    expect(of('900006-33').proposals).toEqual([]);
    expect(of('900006-33').roll.at(-1)).toMatchObject({ ground: '9(1)(i)' });
    expect(of('900002-33').leave.at(-1)?.overdue).toBe(true);
    expect(of('900001-23').leave.at(-1)).toMatchObject({ decision: 'refused' });
    expect(of('900001-26').risk.pending).toMatchObject([{ trigger: 'leave' }]);
    expect(of('900004-35').risk.pending).toMatchObject([{ trigger: 'unexplained-absence' }]);
    expect(of('900006-36').exclusions).toMatchObject([{ kind: 'suspension' }]);
    expect(of('900005-58').exclusions).toMatchObject([{ kind: 'permanent' }]);
    expect(of('900006-40').education).toMatchObject({ homeEducation: 'notified' });
    expect(of('900003-50').education).toMatchObject({ homeEducation: 'unsuitable' });
    expect(of('900003-50').case?.reopenedOn).toBeDefined();
    expect(of('900005-25').case?.reopenedOn).toBeDefined();
    expect(of('900005-25').reengagement?.result).toBe('failed');
    expect(of('900005-55').plan).toBeDefined();
    expect(of('900003-58').siblings).toEqual(['900003-54']);
    expect(of('900003-58').visits).toHaveLength(1);
    expect(of('900005-35').identity?.sen).toBe('E');
    expect(of('900005-35').notices.length).toBeGreaterThan(0);
  });

  it('R12 R03 and the clocks of days: twenty, sickness, penalty', () => {
    const now = `${day}T18:00:00.000Z`;
    expect(of('900005-17').thresholds).toMatchObject({ '900005': { from: '2026-10-12' } });
    expect(sicknessClock(of('900004-30'), '900004', contextOf('900004', now, 'system')).reached).toBe(true);
    const penalty = penaltyClock(of('900005-41'), '900005', contextOf('900005', now, 'system'));
    expect([penalty.reached, penalty.count]).toEqual([true, 10]);
  });
});
