import { describe, expect, it } from '@jest/globals';
import type { ChildCommand, ChildEvent } from '../../../src/children/domain/child.js';
import { duties } from '../../../src/children/domain/duties.js';
import { caseloadRow } from '../../../src/children/domain/row.js';
import { stageOf } from '../../../src/children/domain/stage.js';
import { absent, fold, given, on, pupil, refusalOf, registered, removed, urn, walk } from './a-child.js';

const today = on('2025-11-12');
const away = [...pupil, ...absent('O', '2025-11-04', '2025-11-11')];
const refer = {
  type: 'ReferToLA',
  referralId: 'r1',
  basis: 'continuous-absence',
  enquiriesNotMade: 'the family has moved',
} as const;
const referred = (): ChildEvent[] => [...given(...away).when(refer, today).events];
const opened: ChildEvent = {
  type: 'CaseOpened',
  data: {
    caseId: 'c1',
    occurredOn: '2025-11-12',
    source: 'referral',
    lawVersion: 'england-2024@1.0.0',
    owner: 'cme-assistant@926',
    nextAction: 'Make the initial checks',
    due: '2025-11-26',
    sum: '',
  },
};

describe('contact (R02)', () => {
  const contact = { type: 'ContactParent', contactId: 'k1', channel: 'phone', outcome: 'no-answer' } as const;

  it('R02 keeps an attempt that nobody answered, once', () => {
    const outcome = given(...pupil).when(contact, today);
    outcome.then({
      type: 'ParentContacted',
      data: { contactId: 'k1', channel: 'phone', outcome: 'no-answer', occurredOn: '2025-11-12' },
    });
    given(...pupil, ...outcome.events)
      .when(contact, today)
      .thenNothing();
    given(...pupil, ...outcome.events)
      .when({ ...contact, contactId: 'k2' }, today)
      .thenMatching({ type: 'ParentContacted' });
  });

  it('R02 refuses an unknown channel, a contact to come, a return before the contact', () => {
    given(...pupil)
      .when({ ...contact, channel: 'pigeon' }, today)
      .thenRefused('R62', 'unknown-code');
    given(...pupil)
      .when({ ...contact, occurredOn: '2025-11-13' }, today)
      .thenRefused('R02', 'date-in-the-future');
    given(...pupil)
      .when({ ...contact, expectedReturn: '2025-11-11' }, today)
      .thenRefused('R08', 'return-before-contact');
    given().when(contact, today).thenRefused('R02', 'child-not-registered');
  });

  it('R02 each day of an unexplained absence without a contact is a duty of that day', () => {
    const days = duties(fold(...pupil, ...absent('O', '2025-11-10', '2025-11-11')), today).filter(
      ({ kind }) => kind === 'contact-parent',
    );
    expect(days.map(({ due, by, rule, owner }) => [due, by, rule, owner])).toEqual([
      ['2025-11-10', '10:30', 'R02', `school-staff@${urn}`],
      ['2025-11-11', '10:30', 'R02', `school-staff@${urn}`],
    ]);
  });

  it('R02 a contact settles the days up to it, a return date those before the return', () => {
    const contacted = (expectedReturn?: string): ChildEvent => ({
      type: 'ParentContacted',
      data: {
        contactId: 'k1',
        channel: 'phone',
        outcome: 'spoke',
        occurredOn: '2025-11-10',
        ...(expectedReturn ? { expectedReturn } : {}),
      },
    });
    const kinds = (event: ChildEvent) =>
      duties(fold(...pupil, ...absent('O', '2025-11-10', '2025-11-11'), event), today)
        .filter(({ kind }) => kind === 'contact-parent')
        .map(({ due }) => due);
    expect(kinds(contacted())).toEqual(['2025-11-11']);
    expect(kinds(contacted('2025-11-17'))).toEqual([]);
  });
});

describe('reasonable enquiries (R53)', () => {
  it('R53 records an enquiry of the school or the authority by its code, once', () => {
    const enquiry = { type: 'MakeEnquiry', enquiryId: 'e1', code: 'RE07', outcome: 'INFORMATION_GIVEN' } as const;
    const outcome = given(...away).when(enquiry, today);
    outcome.thenMatching({
      type: 'ReasonableEnquiryMade',
      data: { enquiryId: 'e1', code: 'RE07', outcome: 'INFORMATION_GIVEN', side: 'school', occurredOn: '2025-11-12' },
    });
    given(...away, ...outcome.events)
      .when(enquiry, today)
      .thenNothing();
    given(...away)
      .when({ ...enquiry, code: 'RL04' }, today)
      .thenState((child) => expect(child.enquiries.made[0]?.side).toBe('la'));
    given(...away)
      .when({ ...enquiry, code: 'RX99' }, today)
      .thenRefused('R62', 'unknown-code');
    given(...away)
      .when({ ...enquiry, outcome: 'MAYBE' }, today)
      .thenRefused('R62', 'unknown-code');
  });

  it('R53 certifies when the minimum is made or its want explained', () => {
    const reason = refusalOf(away, { type: 'CertifyEnquiries', side: 'school' }, today);
    expect(reason).toMatchObject({ rule: 'R53', failed: ['RE01', 'RE02', 'RE04', 'RE07', 'RE09'] });
    const made = ['RE02', 'RE04', 'RE07'].map(
      (code): ChildEvent => ({
        type: 'ReasonableEnquiryMade',
        data: { enquiryId: code, side: 'school', code, occurredOn: '2025-11-12', outcome: 'NO_ANSWER' },
      }),
    );
    const phoned: ChildEvent = {
      type: 'ParentContacted',
      data: { contactId: 'k1', channel: 'phone', outcome: 'no-answer', occurredOn: '2025-11-12' },
    };
    const certify = {
      type: 'CertifyEnquiries',
      side: 'school',
      notDone: [{ code: 'RE09', reason: 'no siblings' }],
    } as const;
    const outcome = given(...away, ...made, phoned).when(certify, today);
    outcome.then({
      type: 'ReasonableEnquiriesCertified',
      data: {
        side: 'school',
        occurredOn: '2025-11-12',
        done: ['RE01', 'RE02', 'RE04', 'RE07'],
        notDone: [{ code: 'RE09', reason: 'no siblings' }],
      },
    });
    given(...away, ...made, phoned, ...outcome.events)
      .when(certify, today)
      .thenNothing();
    given(...away, ...made, phoned)
      .when({ ...certify, notDone: [{ code: 'RE09', reason: ' ' }] }, today)
      .thenRefused('R53', 'enquiries-not-complete');
  });

  it('R13 a side draws its conclusion from enquiries it has made', () => {
    const conclude = { type: 'ConcludeJointEnquiries', side: 'la', outcome: 'not-found' } as const;
    given(...away)
      .when(conclude, today)
      .thenRefused('R13', 'no-enquiry-made');
    const made: ChildEvent = {
      type: 'ReasonableEnquiryMade',
      data: { enquiryId: 'e', side: 'la', code: 'RL01', occurredOn: '2025-11-12', outcome: 'NO_ANSWER' },
    };
    const outcome = given(...away, made).when(conclude, today);
    outcome.thenMatching({ type: 'JointEnquiriesConcluded' });
    given(...away, made, ...outcome.events)
      .when(conclude, today)
      .thenNothing();
  });
});

describe('referral (R12, R53)', () => {
  it('R12 reports with the count, the calendar and the enquiries it was based on', () => {
    given(...away)
      .when({ ...refer, reason: 'gone' }, today)
      .then({
        type: 'ReferredToLA',
        data: {
          referralId: 'r1',
          enquiriesNotMade: 'the family has moved',
          reason: 'gone',
          urn,
          basis: 'continuous-absence',
          occurredOn: '2025-11-12',
          authority: '926',
          form: 'CME1',
          formVersion: '1',
          dayCount: 6,
          calendarVersion: 1,
          enquiriesDone: [],
          enquiriesNotDone: ['RE01', 'RE02', 'RE04', 'RE07', 'RE09'],
        },
      });
  });

  it('R53 refuses a report before the enquiries, unless welfare is at risk or the want is explained', () => {
    const { enquiriesNotMade: _, ...bare } = refer;
    const reason = refusalOf(away, bare, today);
    expect(reason).toMatchObject({
      rule: 'R53',
      name: 'enquiries-not-complete',
      failed: ['RE01', 'RE02', 'RE04', 'RE07', 'RE09'],
    });
    expect(reason.paragraph).toContain('section 13');
    given(...away)
      .when({ ...bare, welfareRisk: true }, today)
      .thenMatching({ type: 'ReferredToLA' });
    given(...away)
      .when({ ...bare, basis: 'welfare' }, today)
      .thenMatching({ type: 'ReferredToLA' });
  });

  it('R12 reports an episode once, and a new episode again', () => {
    const told = [...away, ...referred()];
    given(...told)
      .when({ ...refer, referralId: 'r2' }, today)
      .thenNothing();
    given(...told)
      .when(refer, today)
      .thenNothing();
    const back: ChildEvent = {
      type: 'ReturnedToSchool',
      data: { urn, occurredOn: '2025-11-13', session: 'AM', code: '/' },
    };
    given(...told, back, ...absent('O', '2025-11-17', '2025-11-21'))
      .when({ ...refer, referralId: 'r2' }, on('2025-11-24'))
      .thenMatching({ type: 'ReferredToLA' });
  });

  it('R36 a report makes a duty of the authority until there is a case', () => {
    const child = fold(...away, ...referred());
    expect(stageOf(child)).toBe('referred');
    expect(duties(child, today)).toContainEqual(
      expect.objectContaining({ kind: 'open-case', owner: 'cme-assistant@926', due: '2025-11-13', rule: 'R36' }),
    );
    expect(stageOf(fold(...away, ...referred(), opened))).toBe('case-open');
  });
});

describe('case (R36, R45)', () => {
  it('R45 opens with owner, next action and date even when none is given', () => {
    given(...away, ...referred())
      .when({ type: 'OpenCase', caseId: 'c1' }, today)
      .thenMatching({
        type: 'CaseOpened',
        data: {
          ...opened.data,
          sum: '10 working days after 2025-11-12 (the opening of the case): 2025-11-26.',
        } as object,
      });
  });

  it('R36 one open case a child', () => {
    given(...away, opened)
      .when({ type: 'OpenCase', caseId: 'c1' }, today)
      .thenNothing();
    given(...away, opened)
      .when({ type: 'OpenCase', caseId: 'c2' }, today)
      .thenRefused('R36', 'case-already-open');
    given().when({ type: 'OpenCase', caseId: 'c1' }, today).thenRefused('R36', 'child-not-registered');
  });

  it.each([
    [{ type: 'AssignCase', owner: 'staff-7' }, 'CaseAssigned'],
    [{ type: 'SetNextAction', action: 'Ask housing', due: '2025-11-20' }, 'NextActionSet'],
    [{ type: 'AddCaseNote', noteId: 'n1', note: 'aunt rang' }, 'CaseNoteAdded'],
    [{ type: 'ReviewCase', finding: 'slow' }, 'CaseReviewed'],
    [{ type: 'DirectAction', directionId: 'd1', direction: 'visit' }, 'SupervisorDirectionGiven'],
    [{ type: 'HoldCaseConference', conferenceId: 'x1', agencies: ['HEALTH'] }, 'CaseConferenceHeld'],
  ] as [ChildCommand, string][])('R31 R45 R49 %j is recorded once, and needs a case', (command, type) => {
    const outcome = given(...away, opened).when(command, today);
    outcome.thenMatching({ type });
    given(...away, opened, ...outcome.events)
      .when(command, today)
      .thenNothing();
    if (command.type !== 'HoldCaseConference')
      given(...away)
        .when(command, today)
        .thenRefused('R45');
  });

  it('R45 an open case cannot lose its owner, its action or its date', () => {
    given(...away, opened)
      .when({ type: 'AssignCase', owner: ' ' }, today)
      .thenRefused('R45', 'no-owner');
    given(...away, opened)
      .when({ type: 'SetNextAction', action: '', due: '2025-11-20' }, today)
      .thenRefused('R45', 'no-next-action');
    given(...away, opened)
      .when({ type: 'SetNextAction', action: 'x', due: '2025-11-11' }, today)
      .thenRefused('R45', 'due-in-the-past');
    given(...away, opened)
      .when({ type: 'SetNextAction', action: 'x', due: 'soon' }, today)
      .thenRefused('R45', 'not-a-date');
  });

  it('R45 the caseload shows what is due first, under the case’s owner', () => {
    expect(caseloadRow(fold(registered, removed('2025-11-01'), opened), today)).toEqual({
      stage: 'case-open',
      owner: 'cme-assistant@926',
      nextAction: 'Make the initial checks',
      due: '2025-11-26',
    });
    expect(caseloadRow(fold(...pupil), today)).toEqual({ stage: 'on-roll', owner: null, nextAction: null, due: null });
  });
});

describe('a report while a case is open (R36)', () => {
  it('R36 is part of the case: no second one is asked for, and none could be opened', () => {
    const again = { ...refer, referralId: 'r2', basis: 'welfare' } as const;
    const { child } = walk([...away, ...referred(), opened], [again, on('2025-11-14')]);
    expect(child.referrals).toHaveLength(2);
    expect(duties(child, on('2025-11-14')).map(({ kind }) => kind)).not.toContain('open-case');
    expect(stageOf(child)).toBe('case-open');
  });
});

describe('closing (R46) and reopening', () => {
  const cause: ChildEvent = {
    type: 'CauseRecorded',
    data: { code: 'R28.8', primary: true, list: 'cause', listVersion: 'cause_seed_v1', occurredOn: '2025-11-12' },
  };
  const offRoll = [registered, opened, cause];
  const evidence = { kind: 'record', reference: 'x' };

  it('A20 R46 closes on no outcome without its evidence', () => {
    expect(refusalOf(offRoll, { type: 'CloseCase', outcome: 'ABROAD_EVIDENCED' }, today)).toMatchObject({
      rule: 'R46',
      failed: ['EVIDENCE'],
    });
    given(...offRoll)
      .when({ type: 'CloseCase', outcome: 'LOST', evidence }, today)
      .thenRefused('R62', 'unknown-code');
  });

  it.each([
    ['ON_ROLL_NORFOLK', evidence, 'ENROLMENT_CONFIRMED'],
    ['ALT_PROVISION', evidence, 'PROVIDER_AND_HOURS'],
    ['EHE_SUITABLE', evidence, 'ASSESSED_SUITABLE'],
    ['LEFT_NORFOLK_LA_ACK', evidence, 'HANDOVER_ACKNOWLEDGED'],
    ['LEFT_NORFOLK_UNACK', evidence, 'STRATEGY_MANAGER_OVERRIDE'],
    ['OVER_CSA', evidence, 'OVER_COMPULSORY_SCHOOL_AGE'],
  ])('A20 R46 does not close as %s without %s', (outcome, given_, guard) => {
    expect(refusalOf(offRoll, { type: 'CloseCase', outcome, evidence: given_ }, today).failed).toEqual([guard]);
  });

  it.each([
    ['ON_ROLL_NORFOLK', { kind: 'enrolment-confirmation', urn: '120002' }, 'a'],
    ['EOTAS', { kind: 'provision', provider: 'Tutors', hoursPerWeek: 25 }, 'b'],
    ['EHE_SUITABLE', { kind: 'assessment' }, 'c'],
    ['EHE_NOTIFIED_PENDING', { kind: 'notice' }, 'c'],
    ['ABROAD_EVIDENCED', { kind: 'residence' }, 'd'],
    ['DUPLICATE', { kind: 'record' }, undefined],
  ] as const)('R46 closes as %s with its evidence: the policy’s outcome %s', (outcome, shown, policyOutcome) => {
    const close = { type: 'CloseCase', outcome, evidence: shown } as const;
    const closed = given(...offRoll).when(close, today);
    closed.thenMatching({
      type: 'CaseClosed',
      data: {
        caseId: 'c1',
        occurredOn: '2025-11-12',
        outcome,
        ...(policyOutcome ? { policyOutcome } : {}),
        keepWatching: outcome === 'EHE_NOTIFIED_PENDING',
        evidence: shown,
      },
    });
    given(...offRoll, ...closed.events)
      .when(close, today)
      .thenNothing();
    given(...offRoll, ...closed.events)
      .when({ type: 'SetNextAction', action: 'x', due: '2025-11-20' }, today)
      .thenRefused('R45', 'no-open-case');
  });

  it('R28 R46 a case closes with a cause, recorded before or with the closing', () => {
    const close = { type: 'CloseCase', outcome: 'ABROAD_EVIDENCED', evidence } as const;
    expect(refusalOf([registered, opened], close, today).failed).toEqual(['CAUSE_RECORDED']);
    expect(
      given(registered, opened)
        .when({ ...close, cause: 'R28.8' }, today)
        .events.map(({ type }) => type),
    ).toEqual(['CauseRecorded', 'CaseClosed']);
    given(registered, opened)
      .when({ ...close, outcome: 'DUPLICATE' }, today)
      .thenMatching({ type: 'CaseClosed' });
  });

  it('A20 R46 only the strategy manager closes as left without an acknowledgement, with a reason', () => {
    const close = {
      type: 'CloseCase',
      outcome: 'LEFT_NORFOLK_UNACK',
      evidence: { kind: 'residence' },
      override: { by: 'staff-1', reason: 'Suffolk does not answer' },
    } as const;
    const as = (role: string) => on('2025-11-12', { actor: { id: 'staff-1', role, organisation: '926' } });
    given(...offRoll)
      .when(close, as('strategy-manager'))
      .thenMatching({ type: 'CaseClosed' });
    given(...offRoll)
      .when(close, as('cme-assistant'))
      .thenRefused('R46', 'closing-not-allowed');
    given(...offRoll)
      .when({ ...close, override: { by: 'staff-1', reason: ' ' } }, as('strategy-manager'))
      .thenRefused('R46');
  });

  it('R17 an open safeguarding action blocks closing', () => {
    const pending: ChildEvent = {
      type: 'RiskReviewRequested',
      data: { reviewId: 'v1', occurredOn: '2025-11-12', trigger: 'concern', immediate: false },
    };
    const close = { type: 'CloseCase', outcome: 'ABROAD_EVIDENCED', evidence } as const;
    expect(refusalOf([...offRoll, pending], close, today).failed).toEqual(['NO_OPEN_SAFEGUARDING_ACTION']);
    given(...offRoll, pending, { type: 'RiskReviewConcluded', data: { reviewId: 'v1', occurredOn: '2025-11-12' } })
      .when(close, today)
      .thenMatching({ type: 'CaseClosed' });
  });

  it('A19 R46 T6 closes on notified home education and keeps watching; unsuitable reopens the case', () => {
    const notified: ChildEvent = { type: 'HomeEducationNotified', data: { occurredOn: '2025-11-01', written: true } };
    const closed = given(...offRoll, notified).when(
      { type: 'CloseCase', outcome: 'EHE_NOTIFIED_PENDING', evidence: { kind: 'notice' } },
      today,
    ).events;
    const past = [...offRoll, notified, ...closed];
    expect(duties(fold(...past), today)).toMatchObject([{ kind: 'assess-home-education', rule: 'R46' }]);
    const assess = { type: 'AssessHomeEducation', outcome: 'unsuitable' } as const;
    const outcome = given(...past).when(assess, today);
    outcome.thenMatching({ type: 'HomeEducationAssessed' }, { type: 'CaseReopened' });
    outcome.thenState((child) => expect(stageOf(child)).toBe('case-open'));
    given(...past, ...outcome.events)
      .when(assess, today)
      .thenNothing();
    expect(
      refusalOf(
        [...past, ...outcome.events],
        { type: 'CloseCase', outcome: 'EHE_SUITABLE', evidence: { kind: 'assessment' } },
        today,
      ).failed,
    ).toEqual(['HOME_EDUCATION_NOT_UNSUITABLE']);
  });

  it('R46 reopens for a reason, with owner, next action and date', () => {
    const closed = given(...offRoll).when({ type: 'CloseCase', outcome: 'ABROAD_EVIDENCED', evidence }, today).events;
    const reopen = { type: 'ReopenCase', why: 'seen in Norwich' } as const;
    const outcome = given(...offRoll, ...closed).when(reopen, today);
    outcome.thenMatching({ type: 'CaseReopened' }).thenState((child) => {
      expect(child.case).toMatchObject({ owner: 'cme-assistant@926', nextAction: { due: '2025-11-26' } });
    });
    given(...offRoll, ...closed, ...outcome.events)
      .when(reopen, today)
      .thenNothing();
    given(...offRoll, ...closed)
      .when({ ...reopen, why: '' }, today)
      .thenRefused('R46', 'no-reason');
    given(registered).when(reopen, today).thenRefused('R46', 'no-case');
  });
});

describe('re-engagement (R18)', () => {
  const back = { type: 'ReEngage', how: 'new-school', urn: '120002' } as const;

  it('R18 is recorded once, with the date of its first review', () => {
    const outcome = given(registered, opened).when(back, today);
    outcome.then({
      type: 'ReEngaged',
      data: {
        urn: '120002',
        how: 'new-school',
        occurredOn: '2025-11-12',
        reviewDue: '2025-12-10',
        sum: '4 weeks after 2025-11-12 (the re-engagement): 2025-12-10.',
      },
    });
    outcome.thenState((child) => expect(stageOf(child)).toBe('re-engaged'));
    given(registered, opened, ...outcome.events)
      .when(back, today)
      .thenNothing();
    given(...pupil)
      .when(back, today)
      .thenRefused('R18', 'not-missing');
  });

  it('R18 lasts when both reviews find the child attending', () => {
    const { added, child } = walk(
      [registered, opened],
      [back, today],
      [{ type: 'ReviewReengagement', attending: true }, on('2025-12-10')],
      [{ type: 'ReviewReengagement', attending: true }, on('2025-12-10')],
      [{ type: 'ReviewReengagement', attending: true }, on('2026-02-04')],
      [{ type: 'ReviewReengagement', attending: true }, on('2026-02-05')],
    );
    expect(added.map(({ type }) => type)).toEqual([
      'ReEngaged',
      'ReengagementReviewed',
      'ReengagementReviewed',
      'ReengagementSustained',
    ]);
    expect(child.reengagement).toMatchObject({ result: 'sustained', reviewsPassed: 2 });
  });

  it('R18 a failed review reopens the closed case', () => {
    const { added, child } = walk(
      [registered, opened],
      [back, today],
      [
        { type: 'CloseCase', outcome: 'ON_ROLL_NORFOLK', evidence: { kind: 'enrolment-confirmation' }, cause: 'R28.8' },
        today,
      ],
      [{ type: 'ReviewReengagement', attending: false }, on('2025-12-10')],
    );
    expect(added.map(({ type }) => type).slice(-3)).toEqual([
      'ReengagementReviewed',
      'ReengagementFailed',
      'CaseReopened',
    ]);
    expect(stageOf(child)).toBe('case-open');
    given(registered).when({ type: 'ReviewReengagement', attending: true }, today).thenRefused('R18', 'not-re-engaged');
  });
});

describe('visits (R43, R44)', () => {
  const ask = { type: 'RequestVisit', requestId: 'q1' } as const;
  const offRoll = [...pupil, removed('2025-11-10'), opened];

  it('A18 R43 asks on CME3 for a visit to an address in the county when the child is on no roll', () => {
    const outcome = given(...offRoll).when(ask, today);
    outcome.thenMatching({
      type: 'VisitRequested',
      data: {
        requestId: 'q1',
        occurredOn: '2025-11-12',
        form: 'CME3',
        formVersion: '1',
        mailbox: 'attendanceTeam',
        authority: '926',
        due: '2025-11-19',
        sum: '5 working days after 2025-11-12 (the request for a visit): 2025-11-19.',
        address: { lines: ['21 Elm Road'], postcode: 'NR3 1AA', authority: '926' },
      },
    });
    given(...offRoll, ...outcome.events)
      .when(ask, today)
      .thenNothing();
    expect(stageOf(fold(...offRoll, ...outcome.events))).toBe('locating');
  });

  it('A18 R43 asks for none in Suffolk, none without an address, none while on a roll', () => {
    given(...offRoll)
      .when({ ...ask, address: { lines: ['4 Quay Street'], authority: '935' } }, today)
      .thenRefused('R43', 'address-not-in-county');
    given(...pupil)
      .when(ask, today)
      .thenRefused('R43', 'on-a-roll');
    const { address: _, ...nowhere } = registered.data as { address: unknown; childId: string };
    given({ type: 'ChildRegistered', data: nowhere } as unknown as ChildEvent)
      .when(ask, today)
      .thenRefused('R43', 'no-address');
  });

  it('R43 R38 a roll check that found the child, or may have, comes first', () => {
    const check = (result: 'found' | 'inconclusive' | 'not-found'): ChildEvent => ({
      type: 'RollCheckPerformed',
      data: { checkId: 'h1', occurredOn: '2025-11-12', system: 'rolls', result },
    });
    given(...offRoll, check('found'))
      .when(ask, today)
      .thenRefused('R43', 'on-a-roll');
    given(...offRoll, check('inconclusive'))
      .when(ask, today)
      .thenRefused('R43', 'roll-check-inconclusive');
    expect(given(...offRoll, check('not-found')).when(ask, today).events[0]?.data).toMatchObject({ rollCheckId: 'h1' });
  });

  it('R43 an address without the authority’s code is placed by its postcode', () => {
    given(...offRoll)
      .when({ ...ask, address: { lines: ['1 Elm Road'], postcode: 'nr1 1aa' } }, today)
      .thenMatching({ type: 'VisitRequested' });
    given(...offRoll)
      .when({ ...ask, address: { lines: ['1 High Street'], postcode: 'CB1 1AA' } }, today)
      .thenRefused('R43', 'address-not-in-county');
  });

  it('R44 a visit that did not come about asks for another', () => {
    const { added, child } = walk(
      offRoll,
      [ask, today],
      [{ type: 'ConfirmVisitRequestDelivered', requestId: 'q1' }, today],
      [{ type: 'ConfirmVisitRequestDelivered', requestId: 'q1' }, today],
      [{ type: 'ScheduleVisit', requestId: 'q1', scheduledOn: '2025-11-13' }, today],
      [{ type: 'ScheduleVisit', requestId: 'q1', scheduledOn: '2025-11-13' }, today],
      [
        { type: 'LogHomeVisit', visitId: 'v1', requestId: 'q1', by: 'attendance-team', outcome: 'NO_ANSWER' },
        on('2025-11-13'),
      ],
      [
        { type: 'LogHomeVisit', visitId: 'v1', requestId: 'q1', by: 'attendance-team', outcome: 'NO_ANSWER' },
        on('2025-11-13'),
      ],
      [
        { type: 'LogHomeVisit', visitId: 'v2', requestId: 'q1', by: 'attendance-team', outcome: 'CHILD_SEEN' },
        on('2025-11-14'),
      ],
    );
    expect(added.map(({ type }) => type)).toEqual([
      'VisitRequested',
      'VisitRequestDelivered',
      'VisitScheduled',
      'HomeVisitLogged',
      'FurtherVisitRequired',
      'HomeVisitLogged',
    ]);
    expect(child.visitRequests).toMatchObject([{ state: 'visited', attempts: 2 }]);
    expect(stageOf(child)).toBe('placing');
  });

  it('R44 a school visits without a request; an unknown outcome or request is refused', () => {
    given(...pupil)
      .when({ type: 'LogHomeVisit', visitId: 'v1', by: 'school', outcome: 'MOVED' }, today)
      .thenMatching({
        type: 'HomeVisitLogged',
        data: { visitId: 'v1', by: 'school', outcome: 'MOVED', located: false, occurredOn: '2025-11-12' },
      });
    given(...pupil)
      .when({ type: 'LogHomeVisit', visitId: 'v1', by: 'school', outcome: 'NICE' }, today)
      .thenRefused('R62', 'unknown-code');
    given(...pupil)
      .when({ type: 'LogHomeVisit', visitId: 'v1', by: 'school', outcome: 'MOVED', requestId: 'q9' }, today)
      .thenRefused('R44', 'no-such-visit-request');
  });
});
