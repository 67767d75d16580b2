import { describe, expect, it } from '@jest/globals';
import { demonstrationCounty } from '../../../src/demonstration/county.js';
import { demonstrationSchools } from '../../../src/demonstration/schools.js';
import { stories } from '../../../src/demonstration/stories.js';
import { tell } from '../../../src/demonstration/telling.js';
import { checkUpn } from '../../../src/policy/domain/identifiers.js';
import { calendarOf, county, toldUntil } from './told.js';

describe('the demonstration county', () => {
  it('is the same every time', () => {
    expect(JSON.stringify(demonstrationCounty())).toBe(JSON.stringify(county));
    const days = (until: string) => JSON.stringify([...tell(county, calendarOf, until)]);
    expect(days('2026-10-02')).toBe(days('2026-10-02'));
    expect(days('2026-10-09').startsWith(days('2026-10-02').slice(0, -1))).toBe(true);
  });

  it('has some 300 children in families, with valid pupil numbers of schools that do not exist', () => {
    expect(county).toHaveLength(demonstrationSchools.reduce((sum, { pupils }) => sum + pupils, 0));
    expect(county.every(({ upn }) => checkUpn(upn).valid)).toBe(true);
    expect(new Set(county.map(({ upn }) => upn)).size).toBe(county.length);
    expect(new Set(county.map(({ family }) => family)).size).toBeLessThan(county.length * 0.75);
  });

  it('tells each story of one child of the county', () => {
    const keys = stories.map(({ child }) => child);
    expect(new Set(keys).size).toBe(stories.length);
    expect(keys.filter((key) => !county.some((child) => child.key === key))).toEqual([]);
  });

  it('tells stories that no rule refuses and that those who act may order', () => {
    expect(toldUntil('2026-12-18').size).toBe(stories.length);
  });
});
