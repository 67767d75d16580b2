import { describe, expect, it } from '@jest/globals';
import type { ChildCommand, ChildEvent } from '../../../src/children/domain/child.js';
import { duties } from '../../../src/children/domain/duties.js';
import { stageOf } from '../../../src/children/domain/stage.js';
import { absent, fold, given, on, otherUrn, pupil, refusalOf, registered, urn, walk } from './a-child.js';

const today = on('2025-11-12');
const twentyDays = [...pupil, ...absent('O', '2025-10-06', '2025-11-11')];
const made = (side: 'school' | 'la', code: string): ChildEvent => ({
  type: 'ReasonableEnquiryMade',
  data: { enquiryId: `${side}-${code}`, side, code, occurredOn: '2025-11-10', outcome: 'NO_ANSWER' },
});
const concluded = (
  side: 'school' | 'la',
  outcome: 'not-found' | 'found' | 'found-will-not-return' = 'not-found',
): ChildEvent => ({
  type: 'JointEnquiriesConcluded',
  data: { side, outcome, occurredOn: '2025-11-11' },
});
const joint = [made('school', 'RE02'), made('la', 'RL01'), concluded('school'), concluded('la')];
const statements = { NOT_SICK_OR_UNAVOIDABLY_ABSENT: 'nothing suggests illness' };
const remove = { type: 'RemoveFromRoll', urn, ground: '9(1)(i)', statements } as const;

describe('the removal gate (R13, T1)', () => {
  it('R13 removes under ground 9(1)(i) when every guard holds, with the return and the notice in the same decision (A08)', () => {
    const outcome = given(...twentyDays, ...joint).when(remove, today);
    expect(outcome.events.map(({ type }) => type)).toEqual([
      'RemovedFromRoll',
      'DeletionReturnMade',
      'OffRollNoticeReceived',
    ]);
    outcome.thenMatching({
      type: 'RemovedFromRoll',
      data: {
        urn,
        occurredOn: '2025-11-12',
        ground: '9(1)(i)',
        guards: [
          'TWENTY_SCHOOL_DAYS_CONTINUOUS',
          'NOT_SICK_OR_UNAVOIDABLY_ABSENT',
          'JOINT_ENQUIRIES_SCHOOL',
          'JOINT_ENQUIRIES_LA',
          'JOINT_ENQUIRIES_OUTCOME',
          'TRAVELLER_SERVICE_CONSULTED',
          'DELETION_RETURN_COMPLETE',
        ],
        basis: { statements, dayCount: 21, calendarVersion: 1, registerVersion: 42, lawVersion: 'england-2024@1.0.0' },
        destinationKnown: false,
      },
    });
    given(...twentyDays, ...joint, ...outcome.events)
      .when(remove, today)
      .thenNothing();
    expect(stageOf(fold(...twentyDays, ...joint, ...outcome.events))).toBe('off-roll');
  });

  it('A07 R13 refuses without the authority’s side of the joint enquiries', () => {
    const schoolOnly = [...twentyDays, made('school', 'RE02'), concluded('school')];
    const reason = refusalOf(schoolOnly, remove, today);
    expect(reason).toMatchObject({ name: 'roll-deletion-refused', rule: 'R13', failed: ['JOINT_ENQUIRIES_LA'] });
    expect(reason.paragraph).toContain('9(1)(i)');
    const proposed = given(...schoolOnly).when(
      { type: 'ProposeRemoval', proposalId: 'p1', urn, ground: '9(1)(i)' },
      today,
    ).events;
    const decide = { type: 'DecideRemoval', proposalId: 'p1', statements } as const;
    const refused = given(...schoolOnly, ...proposed).when(decide, today);
    refused.then({
      type: 'RollDeletionRefused',
      data: { proposalId: 'p1', occurredOn: '2025-11-12', ground: '9(1)(i)', failedGuards: ['JOINT_ENQUIRIES_LA'] },
    });
    given(...schoolOnly, ...proposed, ...refused.events)
      .when(decide, today)
      .thenNothing();
    given(...schoolOnly, ...proposed, ...refused.events, made('la', 'RL01'), concluded('la'))
      .when(decide, today)
      .thenMatching({ type: 'RemovedFromRoll' });
  });

  it.each([
    ['TWENTY_SCHOOL_DAYS_CONTINUOUS', [...pupil, ...absent('O', '2025-10-20', '2025-11-11'), ...joint], statements],
    ['TWENTY_SCHOOL_DAYS_CONTINUOUS', [...pupil, ...absent('I', '2025-10-06', '2025-11-11'), ...joint], statements],
    ['NOT_SICK_OR_UNAVOIDABLY_ABSENT', [...twentyDays, ...joint], {}],
    ['NOT_SICK_OR_UNAVOIDABLY_ABSENT', [...twentyDays, ...joint], { NOT_SICK_OR_UNAVOIDABLY_ABSENT: ' ' }],
    ['JOINT_ENQUIRIES_SCHOOL', [...twentyDays, made('la', 'RL01'), concluded('la')], statements],
    ['JOINT_ENQUIRIES_OUTCOME', [...twentyDays, ...joint, concluded('la', 'found')], statements],
  ] as [string, ChildEvent[], object][])('T1 R13 ground 9(1)(i) fails %s', (guard, events, stated) => {
    expect(refusalOf(events, { ...remove, statements: stated }, today).failed).toEqual([guard]);
  });

  it('R13 both sides may agree that a child who was found will not return', () => {
    given(
      ...twentyDays,
      ...joint,
      concluded('school', 'found-will-not-return'),
      concluded('la', 'found-will-not-return'),
    )
      .when(remove, today)
      .thenMatching({ type: 'RemovedFromRoll' });
  });

  it('R13 enquiries of an earlier absence do not count for this one', () => {
    const earlier = joint.map(
      (event) => ({ ...event, data: { ...event.data, occurredOn: '2025-09-20' } }) as ChildEvent,
    );
    expect(refusalOf([...pupil, ...earlier, ...absent('O', '2025-10-06', '2025-11-11')], remove, today).failed).toEqual(
      ['JOINT_ENQUIRIES_SCHOOL', 'JOINT_ENQUIRIES_LA'],
    );
  });

  it('A08 R13 blocks without an emergency telephone of a parent, unless it is said that none is held', () => {
    const noPhone: ChildEvent = {
      type: 'DetailsChanged',
      data: { parents: [{ parentId: 'p1', name: 'N', livesWith: true }], occurredOn: '2025-09-04' },
    };
    expect(refusalOf([...twentyDays, noPhone, ...joint], remove, today).failed).toEqual(['DELETION_RETURN_COMPLETE']);
    given(...twentyDays, noPhone, ...joint)
      .when({ ...remove, notHeld: ['parent-phone'] }, today)
      .thenMatching({
        type: 'DeletionReturnMade',
        data: { urn, occurredOn: '2025-11-12', ground: '9(1)(i)', notHeld: ['parent-phone'] },
      });
  });

  it('R13 for a mobile child the traveller service is asked first', () => {
    const mobile: ChildEvent = { type: 'DetailsChanged', data: { mobileChild: true, occurredOn: '2025-09-04' } };
    expect(refusalOf([...twentyDays, mobile, ...joint], remove, today).failed).toEqual(['TRAVELLER_SERVICE_CONSULTED']);
    given(...twentyDays, mobile, ...joint)
      .when({ ...remove, statements: { ...statements, TRAVELLER_SERVICE_CONSULTED: 'asked on 10 November' } }, today)
      .thenMatching({ type: 'RemovedFromRoll' });
  });

  it.each([
    ['9(1)(a)', [], ['OTHER_SCHOOL_REGISTERED']],
    ['9(1)(b)', [], ['NURSERY_EDUCATION_COMPLETED', 'NO_BELIEF_WILL_ATTEND_AGAIN']],
    ['9(1)(c)', [], ['OTHER_SCHOOL_REGISTERED', 'NO_BELIEF_WILL_ATTEND_AGAIN', 'CONSENT_OF_EACH_OTHER_SCHOOL']],
    ['9(1)(d)', [], ['ATTENDANCE_ORDER_AMENDED']],
    ['9(1)(f)', [], ['WRITTEN_HOME_EDUCATION_NOTICE']],
    ['9(1)(g)', [], ['NEW_ADDRESS_BEYOND_REASONABLE_DISTANCE']],
    [
      '9(1)(h)',
      [],
      [
        'LEAVE_GRANTED',
        'TEN_SCHOOL_DAYS_AFTER_LEAVE',
        'NOT_SICK_OR_UNAVOIDABLY_ABSENT',
        'JOINT_ENQUIRIES_SCHOOL',
        'JOINT_ENQUIRIES_LA',
      ],
    ],
    ['9(1)(l)', [], ['OVER_COMPULSORY_SCHOOL_AGE', 'NOT_CONTINUING_TO_SIXTH_FORM']],
    ['9(1)(o)', [], ['PERMANENT_EXCLUSION_FINAL']],
  ] as [string, ChildEvent[], string[]][])('R13 ground %s asks for its own guards', (ground, events, failed) => {
    expect(refusalOf([...pupil, ...events], { type: 'RemoveFromRoll', urn, ground }, today).failed).toEqual(failed);
  });

  it('R13 9(1)(a) needs a confirmed enrolment elsewhere, and no order, main school or dual registration against it', () => {
    const elsewhere: ChildEvent = { type: 'AddedToRoll', data: { urn: otherUrn, occurredOn: '2025-11-10' } };
    const leave = { type: 'RemoveFromRoll', urn, ground: '9(1)(a)' } as const;
    given(...pupil, elsewhere)
      .when(leave, today)
      .thenMatching({ type: 'RemovedFromRoll' })
      .thenState((child) => expect(stageOf(child)).toBe('on-roll'));
    given(...pupil, {
      type: 'DestinationEnrolmentConfirmed',
      data: { urn: otherUrn, occurredOn: '2025-11-10', by: 'school' },
    })
      .when(leave, today)
      .thenState((child) => expect(stageOf(child)).toBe('left'));
    const order: ChildEvent = {
      type: 'SchoolAttendanceOrderMade',
      data: { orderId: 'o1', urn, occurredOn: '2025-11-01' },
    };
    expect(refusalOf([...pupil, elsewhere, order], leave, today).failed).toEqual(['NO_ATTENDANCE_ORDER_NAMING_SCHOOL']);
    const mobile: ChildEvent = {
      type: 'DetailsChanged',
      data: { mobileChild: true, mainSchool: urn, occurredOn: '2025-09-04' },
    };
    expect(refusalOf([...pupil, elsewhere, mobile], leave, today).failed).toEqual(['NOT_MAIN_SCHOOL_OF_MOBILE_CHILD']);
    const dual: ChildEvent = {
      type: 'AddedToRoll',
      data: { urn: otherUrn, occurredOn: '2025-11-10', subsidiary: true },
    };
    expect(refusalOf([...pupil, dual], leave, today).failed).toEqual(['NO_DUAL_REGISTRATION_AGREED']);
  });

  it('R13 9(1)(f) needs the notice in writing, and the authority’s consent for a special school', () => {
    const leave = { type: 'RemoveFromRoll', urn, ground: '9(1)(f)' } as const;
    const oral: ChildEvent = { type: 'HomeEducationNotified', data: { occurredOn: '2025-11-10', written: false } };
    expect(refusalOf([...pupil, oral], leave, today).failed).toEqual(['WRITTEN_HOME_EDUCATION_NOTICE']);
    const { added } = walk([...pupil, oral], [{ type: 'NotifyHomeEducation', written: true }, today], [leave, today]);
    expect(added.map(({ type }) => type)).toContain('RemovedFromRoll');
    const plan: ChildEvent = { type: 'DetailsChanged', data: { sen: 'E', occurredOn: '2025-09-04' } };
    const written: ChildEvent = { type: 'HomeEducationNotified', data: { occurredOn: '2025-11-10', written: true } };
    expect(refusalOf([...pupil, plan, written], leave, today).failed).toEqual(['AUTHORITY_CONSENT_SPECIAL_SCHOOL']);
  });

  it('R11 R13 9(1)(h) holds after ten school days without a return from leave', () => {
    const granted: ChildEvent[] = [
      {
        type: 'LeaveRequested',
        data: {
          leaveId: 'l1',
          occurredOn: '2025-10-01',
          urn,
          kind: 'extended',
          first: '2025-10-13',
          last: '2025-10-17',
        },
      },
      {
        type: 'LeaveGranted',
        data: {
          leaveId: 'l1',
          occurredOn: '2025-10-02',
          first: '2025-10-13',
          last: '2025-10-17',
          emergencyType: 'BEREAVEMENT',
          evidenceIds: ['e1'],
        },
      },
    ];
    const away = [...pupil, ...granted, ...absent('C', '2025-10-13', '2025-10-17')];
    const leave = { type: 'RemoveFromRoll', urn, ground: '9(1)(h)', statements } as const;
    expect(
      refusalOf([...away, ...absent('O', '2025-10-20', '2025-11-07'), ...joint], leave, on('2025-11-12')).failed,
    ).toEqual(['TEN_SCHOOL_DAYS_AFTER_LEAVE']);
    given(...away, ...absent('O', '2025-10-20', '2025-11-10'), ...joint)
      .when(leave, today)
      .thenMatching({ type: 'RemovedFromRoll' });
  });

  it('R13 9(1)(k) suppresses every letter', () => {
    const { child } = walk(pupil, [
      { type: 'RemoveFromRoll', urn, ground: '9(1)(k)', statements: { DEATH_CONFIRMED: 'registrar' } },
      today,
    ]);
    expect(child.lettersSuppressed).toBe(true);
  });

  it('A30 R13 a deletion of 2018 is judged by the grounds of its own law', () => {
    const then = on('2018-03-12');
    const enrolledThen: ChildEvent = { type: 'AddedToRoll', data: { urn, occurredOn: '2017-09-05' } };
    given(registered, enrolledThen)
      .when({ ...remove, ground: '9(1)(i)' }, then)
      .thenRefused('R13', 'unknown-ground');
    given(registered, enrolledThen)
      .when(
        { type: 'RemoveFromRoll', urn, ground: '8(1)(l)', statements: { CEASED_TO_BE_PUPIL: 'letter of the school' } },
        then,
      )
      .thenMatching({ type: 'RemovedFromRoll' })
      .thenState((child) => expect(child.roll[0]?.ground).toBe('8(1)(l)'));
  });

  it('R13 proposes with what is still to be shown, once', () => {
    const propose = { type: 'ProposeRemoval', proposalId: 'p1', urn, ground: '9(1)(i)' } as const;
    const outcome = given(...twentyDays).when(propose, today);
    outcome.thenMatching({
      type: 'RollDeletionProposed',
      data: {
        proposalId: 'p1',
        urn,
        ground: '9(1)(i)',
        occurredOn: '2025-11-12',
        guards: [
          'TWENTY_SCHOOL_DAYS_CONTINUOUS',
          'NOT_SICK_OR_UNAVOIDABLY_ABSENT',
          'JOINT_ENQUIRIES_SCHOOL',
          'JOINT_ENQUIRIES_LA',
          'JOINT_ENQUIRIES_OUTCOME',
        ],
        outstanding: ['NOT_SICK_OR_UNAVOIDABLY_ABSENT', 'JOINT_ENQUIRIES_SCHOOL', 'JOINT_ENQUIRIES_LA'],
      },
    });
    given(...twentyDays, ...outcome.events)
      .when(propose, today)
      .thenNothing();
    given(...twentyDays)
      .when({ ...propose, urn: otherUrn }, today)
      .thenRefused('R13', 'not-on-roll');
    given(...twentyDays)
      .when({ ...propose, ground: '12' }, today)
      .thenRefused('R13', 'unknown-ground');
    given(...twentyDays)
      .when({ type: 'DecideRemoval', proposalId: 'p9' }, today)
      .thenRefused('R13', 'no-such-proposal');
  });

  it('A05 a late amendment blocks the open proposal', () => {
    const proposed = walk(
      twentyDays,
      [{ type: 'ReviewChild' }, today],
      [{ type: 'ProposeRemoval', proposalId: 'p1', urn, ground: '9(1)(i)' }, today],
    ).added;
    const amended = given(...twentyDays, ...proposed).when(
      { type: 'AmendAbsence', urn, date: '2025-10-15', session: 'AM', code: 'I', reason: 'note' },
      today,
    );
    expect(amended.events.map(({ type }) => type)).toEqual([
      'AbsenceAmended',
      'TwentyDayThresholdWithdrawn',
      'RollDeletionBlocked',
    ]);
    given(...twentyDays, ...proposed, ...amended.events)
      .when({ type: 'DecideRemoval', proposalId: 'p1' }, today)
      .thenRefused('R13', 'proposal-blocked');
  });

  it('T1 no command of the clock removes a name', () => {
    const { added, child } = walk(twentyDays, [{ type: 'ReviewChild' }, on('2026-03-02')]);
    expect(added.map(({ type }) => type)).not.toContain('RemovedFromRoll');
    expect(child.roll).toMatchObject([{ urn, from: '2025-09-03' }]);
  });

  it('R13 a removed child that is nowhere makes the authority open a case (R19)', () => {
    const gone = given(...twentyDays, ...joint).when(remove, today).events;
    expect(duties(fold(...twentyDays, ...joint, ...gone), today)).toContainEqual(
      expect.objectContaining({ kind: 'open-case', owner: 'cme-assistant@926', due: '2025-11-13', rule: 'R36' }),
    );
  });
});

describe('consultation with the authority before removal (R13, PPME)', () => {
  const ask = { type: 'RequestConsultation', consultationId: 's1', urn } as const;
  const asked = (): ChildEvent[] => [...twentyDays, ...given(...twentyDays).when(ask, today).events];

  it('R13 the school consults, both agree on enquiries, the authority answers', () => {
    const { added, child } = walk(
      twentyDays,
      [ask, today],
      [ask, today],
      [{ type: 'AgreeJointEnquiries', consultationId: 's1', enquiries: ['RE05', 'RL04'] }, today],
      [{ type: 'AgreeJointEnquiries', consultationId: 's1', enquiries: ['RE05', 'RL04'] }, today],
      [{ type: 'AnswerConsultation', consultationId: 's1', agreed: true, ground: '9(1)(i)' }, today],
      [{ type: 'AnswerConsultation', consultationId: 's1', agreed: true, ground: '9(1)(i)' }, today],
    );
    expect(added.map(({ type }) => type)).toEqual([
      'ConsultationRequested',
      'JointEnquiriesAgreed',
      'RollDeletionAgreedWithLA',
    ]);
    expect(child.consultation).toMatchObject({ outcome: 'agreed', ground: '9(1)(i)' });
  });

  it('R13 shows as a stage until it is answered', () => {
    expect(stageOf(fold(...asked()))).toBe('consultation');
    const answered = given(...asked()).when(
      { type: 'AnswerConsultation', consultationId: 's1', agreed: false, why: 'seen' },
      today,
    );
    answered.thenMatching({ type: 'RollDeletionNotAgreed' });
    expect(stageOf(fold(...asked(), ...answered.events))).toBe('absent');
    given(...asked(), ...answered.events)
      .when({ type: 'AnswerConsultation', consultationId: 's1', agreed: true, ground: '9(1)(i)' }, today)
      .thenRefused('R13', 'consultation-answered');
  });

  it('R13 one consultation at a time, about a pupil on the roll, with a ground to agree to', () => {
    given(...asked())
      .when({ ...ask, consultationId: 's2' }, today)
      .thenRefused('R13', 'consultation-pending');
    given(registered).when(ask, today).thenRefused('R13', 'not-on-roll');
    given(...asked())
      .when({ type: 'AnswerConsultation', consultationId: 's1', agreed: true }, today)
      .thenRefused('R13', 'no-ground');
    given(...asked())
      .when({ type: 'AgreeJointEnquiries', consultationId: 's9', enquiries: [] }, today)
      .thenRefused('R13', 'no-such-consultation');
  });
});

describe('the off-roll notice and the SEN centre (R40, R41)', () => {
  const receive = { type: 'ReceiveOffRollNotice', noticeId: 'n1', urn, sen: 'E' } as const;
  const types = (events: readonly ChildEvent[]) => events.map(({ type }) => type);

  it('A17 R40 shares once with the SEN centre however often CME1 is delivered', () => {
    const { added } = walk(
      pupil,
      [receive, today],
      [receive, today],
      [receive, today],
      [{ ...receive, noticeId: 'n2' }, today],
    );
    expect(types(added)).toEqual(['OffRollNoticeReceived', 'SharedWithSenCentre', 'EhcpFollowUpAssigned']);
    expect(added[1]).toEqual({
      type: 'SharedWithSenCentre',
      data: { noticeId: 'n1', occurredOn: '2025-11-12', mailbox: 'sen' },
    });
  });

  it('A17 R40 shares for a statement, and not for SEN support or none', () => {
    expect(types(given(...pupil).when({ ...receive, sen: 'S' }, today).events)).toContain('SharedWithSenCentre');
    expect(types(given(...pupil).when({ ...receive, sen: 'K' }, today).events)).toEqual(['OffRollNoticeReceived']);
    expect(types(given(...pupil).when({ type: 'ReceiveOffRollNotice', noticeId: 'n1', urn }, today).events)).toEqual([
      'OffRollNoticeReceived',
    ]);
  });

  it('R40 a deletion brings the notice itself', () => {
    const plan: ChildEvent = { type: 'DetailsChanged', data: { sen: 'E', occurredOn: '2025-09-04' } };
    const { added } = walk(
      [...twentyDays, plan, ...joint],
      [remove, today],
      [{ type: 'ReceiveOffRollNotice', noticeId: 'by-mail', urn, sen: 'E' }, today],
    );
    expect(types(added)).toEqual([
      'RemovedFromRoll',
      'DeletionReturnMade',
      'OffRollNoticeReceived',
      'SharedWithSenCentre',
      'EhcpFollowUpAssigned',
    ]);
  });

  it('R41 the follow-up has an owner and a date, and ends once', () => {
    const { added, child } = walk(
      pupil,
      [receive, today],
      [{ type: 'AssignEhcpFollowUp', noticeId: 'n1', owner: 'staff-9' }, today],
      [{ type: 'AssignEhcpFollowUp', noticeId: 'n1', owner: 'staff-9' }, today],
    );
    expect(types(added)).toEqual([
      'OffRollNoticeReceived',
      'SharedWithSenCentre',
      'EhcpFollowUpAssigned',
      'EhcpFollowUpAssigned',
    ]);
    expect(duties(child, today)).toContainEqual(
      expect.objectContaining({ kind: 'ehcp-follow-up', owner: 'staff-9', due: '2025-11-26', rule: 'R41' }),
    );
    given(...pupil, ...added)
      .when({ type: 'AssignEhcpFollowUp', noticeId: 'n1', owner: ' ' }, today)
      .thenRefused('R41', 'no-owner');
    const complete: ChildCommand = { type: 'CompleteEhcpFollowUp', noticeId: 'n1', notes: 'done' };
    const done = walk([...pupil, ...added], [complete, today], [complete, today]);
    expect(types(done.added)).toEqual(['EhcpFollowUpCompleted']);
    given(...pupil)
      .when(complete, today)
      .thenRefused('R41', 'no-such-notice');
    const support = given(...pupil).when({ ...receive, sen: 'K' }, today).events;
    given(...pupil, ...support)
      .when({ type: 'AssignEhcpFollowUp', noticeId: 'n1', owner: 'x' }, today)
      .thenRefused('R41', 'not-shared');
    given(...pupil, ...support)
      .when(complete, today)
      .thenRefused('R41', 'no-follow-up');
  });
});
