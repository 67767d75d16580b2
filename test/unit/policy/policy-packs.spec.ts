import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { emergencyReviewDuty } from '../../../src/access/domain/emergency-review.js';
import { faultsOfPacks } from '../../../src/policy/domain/pack-faults.js';
import { codeListEntry, policyOn, settingOf, timescale, timescaleOf } from '../../../src/policy/domain/policy-on.js';
import type { PolicyPack } from '../../../src/policy/domain/policy-pack.js';
import { TIMESCALE_NAMES } from '../../../src/policy/domain/timescale-names.js';
import { loadPolicyPacks, PACKS } from '../../../src/policy/policy-packs.js';
import { policyBook, policyFor } from '../../support/policy.js';

const directory = mkdtempSync(join(tmpdir(), 'packs-'));

afterAll(() => rmSync(directory, { recursive: true }));

function packNamed(name: string): PolicyPack {
  const found = policyBook.packs.find(({ pack }) => pack === name);
  if (found === undefined) throw new Error(`no pack ${name}`);
  return found;
}

describe('the packs that come with the program', () => {
  it('are valid and sound', () => {
    expect(policyBook.packs.map(({ pack }) => pack).sort()).toEqual([
      'england-2006',
      'england-2024',
      'england-practice',
      'gloucestershire',
      'norfolk',
      'riverside',
    ]);
    expect(faultsOfPacks(policyBook.packs)).toEqual([]);
  });

  it('R61 every date rule states its unit, what it counts from and its paragraph', () => {
    for (const pack of policyBook.packs) {
      for (const rule of Object.values(pack.timescales)) {
        expect(rule).toMatchObject({ amount: expect.any(Number), unit: expect.any(String), from: expect.any(String) });
        expect(rule.rule).toMatch(/^R\d\d$/);
        expect(rule.paragraph).not.toBe('');
      }
    }
  });

  it('R62 every code list is versioned and dated', () => {
    for (const { codeLists } of policyBook.packs) {
      for (const list of Object.values(codeLists)) {
        expect(list).toMatchObject({ version: expect.any(String), validFrom: expect.stringMatching(/^\d{4}-/) });
      }
    }
  });

  it.each(['riverside', 'norfolk', 'gloucestershire'])('%s has every timescale under the law of 2024', (name) => {
    const policy = policyFor('2026-10-01', name);
    expect(TIMESCALE_NAMES.filter((wanted) => timescaleOf(policy, wanted) === undefined)).toEqual([]);
  });

  it('the law of 2006 had no sickness return, no limit for code N and no national penalty threshold', () => {
    const policy = policyFor('2018-10-01');
    expect(TIMESCALE_NAMES.filter((wanted) => timescaleOf(policy, wanted) === undefined)).toEqual([
      'attendanceReturnFrequency',
      'sicknessReturn',
      'penaltyThreshold',
      'penaltyNoticeReduced',
      'penaltyNoticeFull',
      'penaltyNoticeWindow',
      'codeNResolution',
    ]);
    expect(() => timescale(policy, 'sicknessReturn')).toThrow(/no timescale sicknessReturn/);
  });
});

describe('the policy of a day', () => {
  it('A30 T7 of 2018 is evaluated under the law of 2006, of 2026 under that of 2024', () => {
    expect(policyFor('2018-05-01').grounds.map(({ ground }) => ground)).toContain('8(1)(h)');
    expect(policyFor('2026-05-01').grounds.map(({ ground }) => ground)).toContain('9(1)(i)');
    expect(policyFor('2024-08-18').reference.version).toContain('england-2006');
    expect(policyFor('2024-08-19').reference.version).toContain('england-2024');
  });

  it('R23 names every layer with its version', () => {
    expect(policyFor('2026-05-01').reference).toEqual({
      pack: 'riverside',
      version: 'england-practice@1.1.0+england-2024@1.0.0+norfolk@1.1.0+riverside@1.0.0',
    });
  });

  it('R40 R43 has Norfolk’s mailboxes and forms', () => {
    const { mailboxes, forms, authorityCode } = policyFor('2026-05-01');
    expect(mailboxes.sen?.address).toBe('csehcp@norfolk.gov.uk');
    expect(mailboxes.attendanceTeam?.address).toBe('csattendance@norfolk.gov.uk');
    expect(Object.keys(forms)).toEqual(expect.arrayContaining(['CME1', 'CME3']));
    expect(authorityCode).toBe('926');
  });

  it.each([
    ['cause', 12, 'R28'],
    ['vulnerable_group', 14, 'R29'],
    ['agency', 11, 'R48'],
    ['dfe_cme_reason', 20, 'R28'],
    ['dfe_duration_band', 8, 'R32'],
    ['closure', 14, 'R46'],
    ['reasonable_enquiry', 32, 'R53'],
    ['visit_outcome', 8, 'R44'],
  ])('R62 has code list %s with %i entries (%s)', (list, entries, rule) => {
    expect(policyFor('2026-05-01').codeLists[list]).toMatchObject({ rule });
    expect(policyFor('2026-05-01').codeLists[list]?.entries).toHaveLength(entries);
  });

  it('T11 R28 puts the slip of the policy right and keeps what was written', () => {
    expect(codeListEntry(policyFor('2026-05-01'), 'cause', 'R28.3')).toMatchObject({
      label: 'Cease to attend due to exclusion (formal/illegal withdrawal)',
      asWritten: 'Ease to attend due to exclusion (formal/illegal withdrawal)',
    });
    expect(codeListEntry(policyFor('2026-05-01'), 'cause', 'R28.13')).toBeUndefined();
  });

  it('R46 the closing outcomes lead back to the four of the policy', () => {
    const outcomes = policyFor('2026-05-01').codeLists.closure?.entries.map((it) => it.attributes?.policyOutcome);
    expect(new Set(outcomes)).toEqual(new Set(['a', 'b', 'c', 'd', undefined]));
  });

  it('T4 keeps the local threshold apart from the law', () => {
    expect(timescale(policyFor('2026-05-01'), 'localCmeThreshold')).toMatchObject({ amount: 20, unit: 'school-days' });
    expect(timescale(policyFor('2026-05-01'), 'localCmeThresholdCalendar')).toMatchObject({ amount: 28 });
  });

  it('is the same object for the same day, and none before the first law that is held', () => {
    expect(policyFor('2026-05-01')).toBe(policyFor('2026-05-01'));
    expect(() => policyFor('2010-01-01')).toThrow(/in force on 2010-01-01/);
    expect(() => policyFor('2026-05-01', 'atlantis')).toThrow(/atlantis/);
  });

  it('a pack of law can stand alone', () => {
    expect(policyFor('2026-05-01', 'england-2024').layers.map(({ pack }) => pack)).toEqual([
      'england-practice',
      'england-2024',
    ]);
  });
});

describe('Gloucestershire', () => {
  const policy = policyFor('2026-05-01', 'gloucestershire');

  it('R43 R53 visits within 5 school days and is told by the 10th, without a change of code', () => {
    expect(timescale(policy, 'schoolVisit')).toMatchObject({ amount: 5, unit: 'school-days' });
    expect(timescale(policy, 'referralToAuthority')).toMatchObject({ amount: 10, unit: 'school-days' });
    expect(timescale(policyFor('2026-05-01'), 'schoolVisit')).toMatchObject({ amount: 10 });
    expect(settingOf(policy, 'lostTransferFile')).toBe('XXX XXXX');
    expect(settingOf(policy, 'nothing')).toBeUndefined();
  });

  it('leaves the statute as it is', () => {
    expect(timescale(policy, 'continuousAbsence').amount).toBe(20);
  });
});

describe('a pack of one’s own', () => {
  const own = {
    pack: 'rutland',
    version: '1.0.0',
    layer: 'authority',
    under: 'england',
    authorityCode: '857',
    title: 'Rutland',
    validFrom: '2024-09-01',
    source: 'an invented policy',
    notes: [],
    timescales: {},
    settings: {},
    mailboxes: {},
    forms: {},
    codeLists: {},
  };
  const load = (...packs: object[]) => {
    packs.forEach((pack, index) => {
      writeFileSync(join(directory, `${index}.json`), JSON.stringify(pack));
    });
    return () => loadPolicyPacks([PACKS, directory]);
  };

  it('loads from a directory of its own, with law and practice beneath it', () => {
    const book = load(own)();
    expect(timescale(book.policyOn('rutland', '2026-01-01'), 'agencyChaser').unit).toBe('working-days');
  });

  it('R65 changes what is only usual practice: by when an emergency access is judged', () => {
    const judged = {
      amount: 3,
      unit: 'working-days',
      from: 'the emergency access',
      rule: 'R65',
      paragraph: 'section 4',
    };
    const book = load({ ...own, timescales: { emergencyAccessReview: judged } })();
    const due = (name: string) => emergencyReviewDuty('auditor', '2026-01-05', book.policyOn(name, '2026-01-05'));
    expect(due('riverside')).toMatchObject({ due: '2026-01-06', paragraph: 'Usual practice' });
    expect(due('rutland')).toMatchObject({ due: '2026-01-08', paragraph: 'section 4' });
  });

  it('R61 is refused when a date rule has no unit, and the file and the place are named', () => {
    const { unit: _, ...unitless } = packNamed('riverside').timescales.reportMissing ?? { unit: 'weeks' };
    expect(load({ ...own, timescales: { reportMissing: unitless } })).toThrow(
      /0\.json: \/timescales\/reportMissing must have required property 'unit'/,
    );
  });

  it('is refused when it alters statute', () => {
    const rule = { ...packNamed('riverside').timescales.reportMissing, amount: 10 };
    expect(load({ ...own, timescales: { continuousAbsence: rule } })).toThrow(/continuousAbsence is statute/);
    const setting = { value: true, rule: 'R06', paragraph: 'a policy' };
    expect(load({ ...own, settings: { numericLeaveAllowance: setting } })).toThrow(/numericLeaveAllowance is statute/);
    expect(load({ ...own, settings: { something: { ...setting, statutory: true } } })).toThrow(/claims to be statute/);
  });

  it.each([
    ['lies under', { under: 'mercia' }],
    ['ends before it begins', { validTo: '2024-01-01' }],
    ['asked for by nothing', { timescales: { reportMising: packNamed('riverside').timescales.reportMissing } }],
    [
      'claims to be statute',
      { timescales: { visit: { ...packNamed('england-practice').timescales.visit, statutory: true } } },
    ],
    ['mailbox nowhere', { forms: { CME3: { ...packNamed('norfolk').forms.CME3, mailbox: 'nowhere' } } }],
    ['no day of the school year', { modelCalendar: [{ ...packNamed('norfolk').modelCalendar?.[0], year: '2024/25' }] }],
    [
      'has A twice',
      {
        codeLists: {
          agency: {
            ...packNamed('norfolk').codeLists.agency,
            entries: [
              { code: 'A', label: 'a' },
              { code: 'A', label: 'b' },
            ],
          },
        },
      },
    ],
  ])('is refused when it %s', (fault, change) => {
    expect(load({ ...own, ...change })).toThrow(new RegExp(fault));
  });

  it('R13 is refused when it brings grounds or codes of its own', () => {
    expect(load({ ...own, grounds: packNamed('england-2024').grounds })).toThrow(/grounds/);
    expect(load({ ...own, attendanceCodes: packNamed('england-2024').attendanceCodes })).toThrow(/attendanceCodes/);
  });

  it('statute holds in the policy of a day even where a pack was not checked', () => {
    const rule = { ...timescale(policyFor('2026-05-01'), 'continuousAbsence'), amount: 10 };
    const lax = { ...own, timescales: { continuousAbsence: rule } } as unknown as PolicyPack;
    expect(timescale(policyOn([...policyBook.packs, lax], 'rutland', '2026-05-01'), 'continuousAbsence').amount).toBe(
      20,
    );
  });

  it('is refused when two versions are in force from the same day', () => {
    expect(load(own, { ...own, version: '1.1.0' })).toThrow(/in force at the same time/);
    rmSync(join(directory, '1.json'));
  });

  it('a later version takes over from its day on', () => {
    const later = { ...own, version: '2.0.0', validFrom: '2026-01-01', title: 'Rutland, second' };
    const book = load(own, later)();
    expect(book.policyOn('rutland', '2025-12-31').title).toBe('Rutland');
    expect(book.policyOn('rutland', '2026-01-01').title).toBe('Rutland, second');
    rmSync(join(directory, '1.json'));
  });

  it('is refused when it is no JSON', () => {
    writeFileSync(join(directory, '0.json'), '{');
    expect(() => loadPolicyPacks([directory])).toThrow(/0\.json/);
  });
});
