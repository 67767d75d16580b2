import { describe, expect, it } from '@jest/globals';
import type { ChildCommand, ChildEvent } from '../../../src/children/domain/child.js';
import { duties } from '../../../src/children/domain/duties.js';
import { stageOf } from '../../../src/children/domain/stage.js';
import { absent, fold, given, on, otherUrn, pupil, refusalOf, registered, removed, urn, walk } from './a-child.js';

const today = on('2025-11-12');
const opened: ChildEvent = {
  type: 'CaseOpened',
  data: {
    caseId: 'c1',
    occurredOn: '2025-11-10',
    source: 'referral',
    lawVersion: 'x',
    owner: 'staff-1',
    nextAction: 'Check',
    due: '2025-11-24',
    sum: '',
  },
};
const offRoll = [...pupil, removed('2025-11-07'), opened];
const types = (events: readonly ChildEvent[]) => events.map(({ type }) => type);

/** Obeyed once, and a repeat of it gives nothing. */
function once(events: readonly ChildEvent[], command: ChildCommand, ...expected: string[]): readonly ChildEvent[] {
  const outcome = given(...events).when(command, today);
  expect(types(outcome.events)).toEqual(expected);
  given(...events, ...outcome.events)
    .when(command, today)
    .thenNothing();
  return [...events, ...outcome.events];
}

const dutyOf = (events: readonly ChildEvent[], kind: string, day = '2025-11-12') =>
  duties(fold(...events), on(day)).filter((duty) => duty.kind === kind);

describe('identity and roll (R36, R67)', () => {
  const register = {
    type: 'RegisterChild',
    childId: 'c',
    givenName: 'A',
    familyName: 'B',
    dateOfBirth: '2015-01-01',
    school: { urn, startDate: '2025-09-03' },
  } as const;

  it('R36 registers a child on a roll, or known to the authority only, once', () => {
    const events = once([], register, 'ChildRegistered', 'AddedToRoll');
    given(...events)
      .when({ ...register, familyName: 'C' }, today)
      .thenRefused('R36', 'child-already-registered');
    const { school: _, ...alone } = register;
    once([], alone, 'ChildRegistered');
    given()
      .when({ ...register, dateOfBirth: '2026-01-01' }, today)
      .thenRefused('R25', 'born-in-the-future');
    given()
      .when({ ...register, dateOfBirth: 'May' }, today)
      .thenRefused('R25', 'not-a-date');
  });

  it('R67 changes details, once', () => {
    once(pupil, { type: 'ChangeDetails', knownAs: 'Sal' }, 'DetailsChanged');
    given().when({ type: 'ChangeDetails', knownAs: 'Sal' }, today).thenRefused('R67', 'child-not-registered');
    given(...pupil)
      .when({ type: 'ChangeDetails', familyName: 'Amin' }, today)
      .thenNothing();
  });

  it('R16 enters a second roll, the newer one counts; a subsidiary one does not', () => {
    const events = once(pupil, { type: 'AddToRoll', urn: otherUrn, startDate: '2025-11-10' }, 'AddedToRoll');
    given(...events)
      .when({ type: 'AddToRoll', urn: otherUrn, startDate: '2025-11-11' }, today)
      .thenRefused('R16', 'already-on-roll');
    given().when({ type: 'AddToRoll', urn, startDate: '2025-11-10' }, today).thenRefused('R16', 'child-not-registered');
  });
});

describe('tracing (R36, R38, R42, R47, R55, R56)', () => {
  it('R38 checks the rolls; a fuzzy match is never taken for a find', () => {
    const check = { type: 'CheckRoll', checkId: 'r1', system: 'rolls', result: 'not-found' } as const;
    const events = once(offRoll, check, 'RollCheckPerformed');
    expect(dutyOf(events, 'request-visit')).toMatchObject([{ owner: 'staff-1', due: '2025-11-13', rule: 'R43' }]);
    given(...offRoll)
      .when({ ...check, result: 'found', score: 0.86 }, today)
      .thenRefused('R38', 'fuzzy-match');
  });

  it('R36 the list has two facets: on no roll, and whereabouts unknown', () => {
    const unknown = once(offRoll, { type: 'UpdateWhereabouts', known: false }, 'WhereaboutsUnknown');
    expect(stageOf(fold(...unknown))).toBe('locating');
    const known = given(...unknown).when(
      { type: 'UpdateWhereabouts', known: true, source: 'housing' },
      on('2025-11-13'),
    );
    known.thenMatching({ type: 'WhereaboutsKnown' }).thenState((child) => expect(stageOf(child)).toBe('placing'));
  });

  it('R42 information is recorded with its source, then checked', () => {
    const events = once(
      offRoll,
      { type: 'RecordInformation', informationId: 'i1', from: 'HEALTH', information: 'moved' },
      'InformationReceived',
    );
    expect(dutyOf(events, 'verify-information')).toMatchObject([{ due: '2025-11-19', rule: 'R42' }]);
    const verified = once(
      events,
      { type: 'VerifyInformation', informationId: 'i1', verified: true },
      'InformationVerified',
    );
    expect(dutyOf(verified, 'verify-information')).toEqual([]);
    once(
      events,
      { type: 'VerifyInformation', informationId: 'i1', verified: false, why: 'another child' },
      'InformationDisputed',
    );
    given(...offRoll)
      .when({ type: 'VerifyInformation', informationId: 'i9', verified: true }, today)
      .thenRefused('R42', 'no-such-information');
  });

  it('R47 is recorded in the authority’s system, once a reference', () => {
    once(offRoll, { type: 'RecordInLaSystem', system: 'tribal', reference: 'T1' }, 'RecordedInLaSystem');
    given(...offRoll)
      .when({ type: 'ReportSyncFailure', system: 'tribal', attempt: 1 }, today)
      .thenMatching({ type: 'LaSystemSyncFailed' });
  });

  it('R55 a trace has its evidence', () => {
    once(
      offRoll,
      { type: 'RecordTrace', trace: 'in-education', evidence: 'school office', urn: otherUrn },
      'ChildTraced',
    );
    given(...offRoll)
      .when({ type: 'RecordTrace', trace: 'abroad', evidence: '' }, today)
      .thenRefused('R55', 'no-evidence');
  });

  it('R56 R57 untraced only after the normal investigations, and the risk is considered then', () => {
    const declare = { type: 'DeclareUntraced', reviewId: 'v1' } as const;
    expect(refusalOf(offRoll, declare, today)).toMatchObject({
      rule: 'R56',
      failed: ['RL01', 'RL02', 'RL03', 'RL04', 'RL05', 'RL08', 'RL10', 'RL14'],
    });
    const made = ['RL01', 'RL02', 'RL03', 'RL04', 'RL05', 'RL08', 'RL10', 'RL14'].map(
      (code): ChildEvent => ({
        type: 'ReasonableEnquiryMade',
        data: { enquiryId: code, side: 'la', code, occurredOn: '2025-11-11', outcome: 'NO_ANSWER' },
      }),
    );
    const events = once([...offRoll, ...made], declare, 'NormalInvestigationsExhausted', 'RiskReviewRequested');
    expect(stageOf(fold(...events))).toBe('escalated');
    expect(dutyOf(events, 'risk-review')).toMatchObject([
      { owner: 'safeguarding-officer@926', due: '2025-11-12', rule: 'R57' },
    ]);
    expect(dutyOf(events, 'review-untraced')).toMatchObject([{ due: '2025-12-10', rule: 'R56' }]);
  });
});

describe('agencies (R48)', () => {
  it('R48 asks for a purpose, chases on a date, and ends with an answer or without', () => {
    const ask = { type: 'AskAgency', enquiryId: 'a1', agency: 'HEALTH', purpose: 'trace' } as const;
    const asked = once(offRoll, ask, 'AgencyEnquiryMade');
    expect(dutyOf(asked, 'chase-agency')).toMatchObject([{ due: '2025-11-19', rule: 'R48' }]);
    given(...offRoll)
      .when({ ...ask, agency: 'GROCER' }, today)
      .thenRefused('R62', 'unknown-code');
    given(...offRoll)
      .when({ ...ask, purpose: '' }, today)
      .thenRefused('R20', 'no-purpose');
    const chase = { type: 'ChaseAgency', enquiryId: 'a1' } as const;
    const { added } = walk(asked, [chase, on('2025-11-19')], [chase, on('2025-11-19')]);
    expect(added).toEqual([
      { type: 'AgencyChased', data: { enquiryId: 'a1', number: 1, chaseOn: '2025-11-26', occurredOn: '2025-11-19' } },
    ]);
    const answered = once(asked, { type: 'RecordAgencyAnswer', enquiryId: 'a1', found: true }, 'AgencyResponded');
    given(...answered)
      .when(chase, today)
      .thenRefused('R48', 'agency-answered');
    given(...answered)
      .when({ type: 'GiveUpAgency', enquiryId: 'a1' }, today)
      .thenRefused('R48', 'agency-answered');
    once(asked, { type: 'GiveUpAgency', enquiryId: 'a1' }, 'AgencyNoResponse');
    given(...offRoll)
      .when(chase, today)
      .thenRefused('R48', 'no-such-agency-enquiry');
  });
});

describe('a school that did not report (R54)', () => {
  const silent = [...pupil, ...absent('O', '2025-09-22', '2025-11-11')];
  const detect = { type: 'DetectUnreported', urn, how: 'police' } as const;

  it('A21 R54 the authority finds it, writes once, and chases the reply', () => {
    const found = given(...silent).when(detect, today);
    found.then({
      type: 'UnreportedCmeDetected',
      data: {
        episode: `${urn}/2025-09-22`,
        urn,
        how: 'police',
        dayCount: 31,
        calendarVersion: 1,
        occurredOn: '2025-11-12',
      },
    });
    const detected = [...silent, ...found.events];
    given(...detected)
      .when(detect, today)
      .thenNothing();
    expect(dutyOf(detected, 'write-to-school')).toMatchObject([{ due: '2025-11-13', rule: 'R54' }]);
    const written = once(
      detected,
      { type: 'SendNonReportLetter', episode: `${urn}/2025-09-22` },
      'NonReportLetterSent',
    );
    expect(dutyOf(written, 'school-reply')).toMatchObject([{ due: '2025-11-19', rule: 'R54' }]);
    const late = walk(
      written,
      [{ type: 'ReviewChild' }, on('2025-11-19')],
      [{ type: 'ReviewChild' }, on('2025-11-20')],
      [{ type: 'ReviewChild' }, on('2025-11-21')],
    );
    expect(late.added.filter(({ type }) => type === 'SchoolReplyOverdue')).toMatchObject([
      { data: { due: '2025-11-19', occurredOn: '2025-11-20' } },
    ]);
    once(
      written,
      { type: 'RecordSchoolReply', episode: `${urn}/2025-09-22`, details: 'extract' },
      'AttendanceDetailsReceived',
    );
  });

  it('R54 not when the school has reported, nor before its report is due', () => {
    given(...pupil, ...absent('O', '2025-11-10', '2025-11-11'))
      .when(detect, today)
      .thenRefused('R54', 'nothing-unreported');
    const told = given(...silent).when({ type: 'ReferToLA', referralId: 'r', welfareRisk: true }, today).events;
    given(...silent, ...told)
      .when(detect, today)
      .thenRefused('R54', 'nothing-unreported');
    given(...silent)
      .when({ type: 'SendNonReportLetter', episode: 'x' }, today)
      .thenRefused('R54', 'no-such-episode');
    const detected = [...silent, ...given(...silent).when(detect, today).events];
    given(...detected)
      .when({ type: 'RecordSchoolReply', episode: `${urn}/2025-09-22` }, today)
      .thenRefused('R54', 'no-letter-sent');
  });

  it('R54 an import may hold a deletion that was never told', () => {
    given(...pupil, removed('2025-11-03'))
      .when(detect, today)
      .thenMatching({ type: 'UnreportedCmeDetected' });
    given(
      ...pupil,
      {
        type: 'RemovedFromRoll',
        data: { ...(removed('2025-11-03').data as object), suppressLetters: true },
      } as ChildEvent,
      {
        type: 'UnreportedCmeDetected',
        data: { episode: 'e', urn, how: 'x', dayCount: 0, occurredOn: '2025-11-12' },
      },
    )
      .when({ type: 'SendNonReportLetter', episode: 'e' }, today)
      .thenRefused('R54', 'letters-suppressed');
  });

  it('R12 a register return is made once a run', () => {
    const events = once(
      silent,
      { type: 'MakeRegisterReturn', kind: 'attendance', urn, since: '2025-09-22', dayCount: 10 },
      'RegisterReturnMade',
    );
    expect(dutyOf(silent, 'attendance-return')).toMatchObject([{ due: '2025-10-03', rule: 'R12' }]);
    expect(dutyOf(events, 'attendance-return')).toEqual([]);
  });
});

describe('handover to another authority (R59)', () => {
  const transfer = { type: 'TransferCase', handoverId: 'h1', toAuthority: '935' } as const;

  it('A29 R59 stays on this list until acknowledged, with an alert when that is overdue', () => {
    const sent = once(offRoll, transfer, 'CaseTransferredOut');
    expect(stageOf(fold(...sent))).toBe('handed-over');
    expect(dutyOf(sent, 'handover')).toMatchObject([{ owner: 'staff-1', due: '2025-11-26', rule: 'R59' }]);
    const breached = walk(sent, [{ type: 'ReviewChild' }, on('2025-11-27')]).added;
    expect(breached).toContainEqual(
      expect.objectContaining({
        type: 'DutyBreached',
        data: expect.objectContaining({ kind: 'handover', due: '2025-11-26' }),
      }),
    );
    const close = {
      type: 'CloseCase',
      outcome: 'LEFT_NORFOLK_LA_ACK',
      evidence: { kind: 'acknowledgement' },
      cause: 'R28.8',
    } as const;
    given(...sent)
      .when(close, today)
      .thenRefused('R46', 'closing-not-allowed');
    const acknowledged = once(
      sent,
      { type: 'AcknowledgeTransfer', handoverId: 'h1', reference: 'SCC-7' },
      'CaseTransferAcknowledged',
    );
    given(...acknowledged)
      .when(close, today)
      .thenMatching({ type: 'CaseClosed' });
  });

  it('R59 one handover at a time, to another authority, of an open case', () => {
    const sent = [...offRoll, ...given(...offRoll).when(transfer, today).events];
    given(...sent)
      .when({ ...transfer, handoverId: 'h2' }, today)
      .thenRefused('R59', 'handover-pending');
    given(...offRoll)
      .when({ ...transfer, toAuthority: '926' }, today)
      .thenRefused('R59', 'not-another-authority');
    given(...offRoll)
      .when({ ...transfer, toAuthority: 'Suffolk' }, today)
      .thenRefused('R59', 'not-another-authority');
    given(...pupil)
      .when(transfer, today)
      .thenRefused('R45', 'no-open-case');
    given(...offRoll)
      .when({ type: 'AcknowledgeTransfer', handoverId: 'h1' }, today)
      .thenRefused('R59', 'no-such-handover');
    const rejected = once(sent, { type: 'RejectTransfer', handoverId: 'h1', why: 'not there' }, 'CaseTransferRejected');
    given(...rejected)
      .when({ ...transfer, handoverId: 'h2' }, today)
      .thenMatching({ type: 'CaseTransferredOut' });
    const acknowledged = [
      ...sent,
      ...given(...sent).when({ type: 'AcknowledgeTransfer', handoverId: 'h1' }, today).events,
    ];
    given(...acknowledged)
      .when({ type: 'RejectTransfer', handoverId: 'h1' }, today)
      .thenRefused('R59', 'handover-acknowledged');
  });

  it('R59 receives a case of another authority, once', () => {
    once(offRoll, { type: 'ReceiveCase', handoverId: 'in1', fromAuthority: '873' }, 'CaseReceivedFromLA');
  });
});

describe('education and the test of s. 436A (R21, R22, R24, R25)', () => {
  const determine = { type: 'DetermineCmeStatus', residentInArea: 'yes', otherEducation: { kind: 'none' } } as const;

  it('R21 T4 is missing education at once: there is no waiting period', () => {
    const events = once(offRoll, determine, 'CmeStatusDetermined');
    expect(fold(...events).education.cme).toEqual({ isCme: 'yes', on: '2025-11-12', since: '2025-11-12' });
  });

  it('R21 T5 a registered pupil who does not come is not', () => {
    given(...pupil)
      .when(determine, today)
      .thenState((child) => expect(child.education.cme?.isCme).toBe('no'));
  });

  it('R21 what is not known stays unknown; unassessed home education is not missing education (T6)', () => {
    given(...offRoll)
      .when({ type: 'DetermineCmeStatus', residentInArea: 'yes' }, today)
      .thenState((child) => expect(child.education.cme?.isCme).toBe('unknown'));
    given(...offRoll, { type: 'HomeEducationNotified', data: { occurredOn: '2025-11-08', written: true } })
      .when({ type: 'DetermineCmeStatus', residentInArea: 'yes' }, today)
      .thenState((child) => expect(child.education.cme?.isCme).toBe('no'));
  });

  it('A24 R21 a child of five is not of compulsory school age before the prescribed day', () => {
    const young: ChildEvent = {
      ...registered,
      data: { ...(registered.data as object), dateOfBirth: '2021-04-01' },
    } as ChildEvent;
    given(young)
      .when(determine, on('2026-07-01'))
      .thenState((child) => expect(child.education.cme?.isCme).toBe('no'));
    given(young)
      .when(determine, on('2026-08-31'))
      .thenState((child) => expect(child.education.cme?.isCme).toBe('yes'));
  });

  it('R21 started alternative provision is suitable education; provision not yet started leaves the question open', () => {
    const status: ChildEvent = {
      type: 'EducationStatusChanged',
      data: { occurredOn: '2025-11-10', from: 'none', to: 'alternative-provision' },
    };
    const started: ChildEvent = { type: 'ProvisionStarted', data: { provisionId: 'p1', occurredOn: '2025-11-10' } };
    const asked = { type: 'DetermineCmeStatus', residentInArea: 'yes', place: 'applied' } as const;
    given(...offRoll, status)
      .when(asked, today)
      .thenState((child) => expect(child.education.cme?.isCme).toBe('unknown'));
    given(...offRoll, status, started)
      .when(asked, today)
      .thenState((child) => expect(child.education.cme?.isCme).toBe('no'));
  });

  it('R22 one education status at a time', () => {
    once(offRoll, { type: 'SetEducationStatus', status: 'none' }, 'EducationStatusChanged');
  });

  it('R24 provision goes from request to start', () => {
    const requested = once(
      offRoll,
      { type: 'RecordProvision', provisionId: 'p1', state: 'requested' },
      'ProvisionRequested',
    );
    expect(dutyOf(requested, 'offer-provision')).toMatchObject([{ due: '2025-11-26', rule: 'R24' }]);
    for (const [state, type] of [
      ['offered', 'ProvisionOffered'],
      ['declined', 'ProvisionDeclined'],
      ['started', 'ProvisionStarted'],
    ] as const) {
      once(requested, { type: 'RecordProvision', provisionId: 'p1', state }, type);
    }
  });

  it('R25 the local threshold is met from its day', () => {
    given(...offRoll)
      .when({ type: 'MeetLocalThreshold', firstDayOut: '2025-11-07' }, today)
      .thenRefused('R25', 'threshold-not-met');
    once(offRoll, { type: 'MeetLocalThreshold', firstDayOut: '2025-10-06' }, 'LocalCmeThresholdMet');
  });

  it('R46 home education is assessed after it was notified', () => {
    given(...offRoll)
      .when({ type: 'AssessHomeEducation', outcome: 'suitable' }, today)
      .thenRefused('R46', 'no-home-education');
    const notified = once(offRoll, { type: 'NotifyHomeEducation', written: true }, 'HomeEducationNotified');
    once(notified, { type: 'AssessHomeEducation', outcome: 'suitable' }, 'HomeEducationAssessed');
  });

  it('T6 unsuitable home education without a case makes one due', () => {
    const unsuitable: ChildEvent[] = [
      registered,
      { type: 'HomeEducationNotified', data: { occurredOn: '2025-11-08', written: true } },
      { type: 'HomeEducationAssessed', data: { occurredOn: '2025-11-12', outcome: 'unsuitable' } },
    ];
    expect(dutyOf(unsuitable, 'open-case')).toMatchObject([{ due: '2025-11-12', rule: 'R46' }]);
  });
});

describe('circumstances (R28, R29)', () => {
  it('R28 a person chooses the causes, one of them the main one', () => {
    const first = once(offRoll, { type: 'RecordCause', code: 'R28.8' }, 'CauseRecorded');
    const second = once(first, { type: 'RecordCause', code: 'R28.9', primary: true }, 'CauseRecorded');
    expect(fold(...second).causes).toEqual([
      { code: 'R28.8', primary: false },
      { code: 'R28.9', primary: true },
    ]);
    once(second, { type: 'ReviseCause', code: 'R28.8' }, 'CauseRevised');
    given(...offRoll)
      .when({ type: 'RecordCause', code: 'R28.99' }, today)
      .thenRefused('R62', 'unknown-code');
    once(offRoll, { type: 'ChooseReturnReason', code: 'UNKNOWN' }, 'ReturnReasonChosen');
  });

  it('R29 a vulnerable group has a source', () => {
    const events = once(
      offRoll,
      { type: 'RecordVulnerability', code: 'V05', source: 'school' },
      'VulnerabilityRecorded',
    );
    once(events, { type: 'RemoveVulnerability', code: 'V05' }, 'VulnerabilityRemoved');
    given(...offRoll)
      .when({ type: 'RecordVulnerability', code: 'V05', source: ' ' }, today)
      .thenRefused('R29', 'no-source');
    given(...offRoll)
      .when({ type: 'RecordVulnerability', code: 'V99', source: 'x' }, today)
      .thenRefused('R62', 'unknown-code');
  });
});

describe('sharing, siblings, corrections (R20, R64, R67)', () => {
  it('R20 what is shared has a basis, a recipient, a purpose and fields; what is not has a reason', () => {
    const share = {
      type: 'ShareInformation',
      shareId: 's1',
      recipient: 'POLICE',
      basis: 'Children Act 2004 s. 10',
      purpose: 'trace',
      fields: ['name'],
    } as const;
    once(offRoll, share, 'InformationShared');
    expect(refusalOf(offRoll, { ...share, basis: '', fields: [] }, today)).toMatchObject({
      rule: 'R20',
      failed: ['LAWFUL_BASIS', 'FIELDS'],
    });
    expect(refusalOf(offRoll, { ...share, recipient: '', purpose: '' }, today).failed).toEqual([
      'RECIPIENT',
      'PURPOSE',
    ]);
    once(
      offRoll,
      { type: 'DeclineToShare', shareId: 's2', recipient: 'HOUSING', why: 'refuge' },
      'InformationNotShared',
    );
    given(...offRoll)
      .when({ type: 'DeclineToShare', shareId: 's2', recipient: 'HOUSING', why: '' }, today)
      .thenRefused('R20', 'no-reason');
  });

  it('R64 siblings are linked and unlinked', () => {
    const linked = once(pupil, { type: 'LinkSibling', siblingId: 'x' }, 'SiblingLinked');
    once(linked, { type: 'UnlinkSibling', siblingId: 'x', why: 'cousins' }, 'SiblingUnlinked');
    given(...pupil)
      .when({ type: 'LinkSibling', siblingId: '0d5c9b1e-8f0a-4c57-9a51-2f6f0c6d8a11' }, today)
      .thenRefused('R64', 'own-sibling');
  });

  it('R67 a correction takes a fact out of account and leaves it in the stream', () => {
    const contact: ChildEvent = {
      type: 'ParentContacted',
      data: { contactId: 'k1', channel: 'phone', outcome: 'spoke', occurredOn: '2025-11-12' },
    };
    const correct = {
      type: 'CorrectFact',
      eventId: 'e1',
      why: 'another child',
      withdrawn: { kind: 'contact', id: 'k1' },
    } as const;
    const events = once([...pupil, contact], correct, 'FactCorrected');
    expect(fold(...events)).toMatchObject({ contacts: [], corrected: ['e1'] });
    given(...pupil)
      .when({ ...correct, why: '' }, today)
      .thenRefused('R67', 'no-reason');
  });

  it.each(['enquiry', 'visit', 'agency-enquiry', 'information', 'cause', 'sibling', 'exclusion'] as const)(
    'R67 an entry of kind %s can be taken out of account',
    (kind) => {
      const past: ChildEvent[] = [
        ...offRoll,
        {
          type: 'ReasonableEnquiryMade',
          data: { enquiryId: 'x', side: 'la', code: 'RL01', occurredOn: '2025-11-11', outcome: 'NO_ANSWER' },
        },
        { type: 'HomeVisitLogged', data: { visitId: 'x', occurredOn: '2025-11-11', by: 'school', outcome: 'MOVED' } },
        {
          type: 'AgencyEnquiryMade',
          data: {
            enquiryId: 'x',
            occurredOn: '2025-11-11',
            agency: 'HEALTH',
            purpose: 't',
            chaseOn: '2025-11-18',
            sum: '',
          },
        },
        {
          type: 'InformationReceived',
          data: { informationId: 'x', occurredOn: '2025-11-11', from: 'HEALTH', information: 'i' },
        },
        {
          type: 'CauseRecorded',
          data: { code: 'x', primary: true, list: 'cause', listVersion: '1', occurredOn: '2025-11-11' },
        },
        { type: 'SiblingLinked', data: { siblingId: 'x', basis: 'b', occurredOn: '2025-11-11' } },
        {
          type: 'SuspensionRecorded',
          data: { exclusionId: 'x', urn, first: '2025-11-03', sessions: 1, reasons: [], occurredOn: '2025-11-11' },
        },
      ];
      const before = JSON.stringify(fold(...past)).split('"x"').length;
      const after = JSON.stringify(
        fold(...past, {
          type: 'FactCorrected',
          data: { eventId: 'e', why: 'w', withdrawn: { kind, id: 'x' }, occurredOn: '2025-11-12' },
        }),
      ).split('"x"').length;
      expect(after).toBe(before - 1);
    },
  );
});

describe('at risk and monitoring plans (R26, R27)', () => {
  it('R26 T5 a pupil on a roll may be at risk of missing education; it is no stage and no case', () => {
    const flagged = once(pupil, { type: 'FlagAtRisk', basis: 'penalty-threshold' }, 'AtRiskOfMissingEducationFlagged');
    expect(stageOf(fold(...flagged))).toBe('on-roll');
    once(flagged, { type: 'ClearAtRisk', why: 'attends' }, 'AtRiskCleared');
    given(...offRoll)
      .when({ type: 'FlagAtRisk', basis: 'x' }, today)
      .thenRefused('R26', 'not-on-roll');
  });

  it('R27 a plan has two leads and a date, and is reviewed until it is no longer needed', () => {
    const agree = {
      type: 'AgreeMonitoringPlan',
      planId: 'm1',
      schoolLead: 'staff-5',
      authorityLead: 'staff-6',
    } as const;
    const agreed = once(pupil, agree, 'MonitoringPlanAgreed');
    expect(dutyOf(agreed, 'review-plan')).toMatchObject([{ owner: 'staff-5', due: '2025-12-10', rule: 'R27' }]);
    given(...pupil)
      .when({ ...agree, authorityLead: '' }, today)
      .thenRefused('R27', 'no-lead');
    given(...offRoll)
      .when(agree, today)
      .thenRefused('R27', 'not-on-roll');
    const { added, child } = walk(
      agreed,
      [{ type: 'ReviewMonitoringPlan', planId: 'm1', improved: false }, on('2025-12-10')],
      [{ type: 'ReviewMonitoringPlan', planId: 'm1', improved: false }, on('2025-12-10')],
    );
    expect(types(added)).toEqual(['MonitoringReviewed']);
    expect(child.plan?.reviewDue).toBe('2026-01-07');
    const ended = once(agreed, { type: 'ReviewMonitoringPlan', planId: 'm1', improved: true }, 'MonitoringReviewed');
    expect(fold(...ended).plan).toBeUndefined();
    given(...pupil)
      .when({ type: 'ReviewMonitoringPlan', planId: 'm9', improved: true }, today)
      .thenRefused('R27', 'no-such-plan');
  });
});

describe('exclusions (R33, R34)', () => {
  const half = {
    type: 'RecordExclusion',
    exclusionId: 'x1',
    urn,
    kind: 'suspension',
    first: '2025-11-07',
    sessions: 1,
    reasons: ['DB'],
  } as const;

  it('A25 R34 half a day told three school days late is late, whatever its length', () => {
    const recorded = once(pupil, half, 'SuspensionRecorded');
    expect(dutyOf(recorded, 'notify-exclusion')).toMatchObject([
      { owner: `head-teacher@${urn}`, due: '2025-11-07', rule: 'R34' },
    ]);
    const told = given(...recorded).when({ type: 'NotifyExclusion', exclusionId: 'x1', others: ['parents'] }, today);
    expect(types(told.events)).toEqual(['ExclusionNotifiedToLA', 'ExclusionNotificationLate']);
    given(...recorded, ...told.events)
      .when({ type: 'NotifyExclusion', exclusionId: 'x1' }, today)
      .thenNothing();
    expect(
      types(
        given(...recorded).when({ type: 'NotifyExclusion', exclusionId: 'x1', occurredOn: '2025-11-07' }, today).events,
      ),
    ).toEqual(['ExclusionNotifiedToLA']);
  });

  it('R33 a permanent exclusion wants education from the sixth day', () => {
    const { sessions: _, ...permanent } = half;
    const recorded = once(pupil, { ...permanent, kind: 'permanent' }, 'PermanentExclusionRecorded');
    expect(dutyOf(recorded, 'exclusion-provision')).toMatchObject([
      { owner: 'exclusions-team@926', due: '2025-11-14', rule: 'R33' },
    ]);
    const rescinded = once(
      recorded,
      { type: 'RescindExclusion', exclusionId: 'x1', why: 'appeal' },
      'ExclusionRescinded',
    );
    expect(dutyOf(rescinded, 'exclusion-provision')).toEqual([]);
    const long = once(pupil, { ...half, sessions: 12 }, 'SuspensionRecorded');
    expect(dutyOf(long, 'exclusion-provision')).toMatchObject([{ owner: `head-teacher@${urn}` }]);
  });

  it('R33 refuses what is no exclusion', () => {
    given(...pupil)
      .when({ ...half, sessions: 0 }, today)
      .thenRefused('R33', 'no-sessions');
    given(...pupil)
      .when({ ...half, reasons: ['ZZ'] }, today)
      .thenRefused('R62', 'unknown-code');
    given(...pupil)
      .when({ ...half, urn: otherUrn }, today)
      .thenRefused('R33', 'not-on-roll');
    given(...pupil)
      .when({ type: 'RescindExclusion', exclusionId: 'x9' }, today)
      .thenRefused('R33', 'no-such-exclusion');
  });

  it('R13 R33 a permanent exclusion is a ground only when it is final', () => {
    const { sessions: _, ...permanent } = half;
    const recorded = [...pupil, ...given(...pupil).when({ ...permanent, kind: 'permanent' }, today).events];
    const remove = { type: 'RemoveFromRoll', urn, ground: '9(1)(o)' } as const;
    given(...recorded)
      .when(remove, today)
      .thenRefused('R13');
    given(...recorded)
      .when({ ...remove, statements: { PERMANENT_EXCLUSION_FINAL: 'review period over' } }, today)
      .thenMatching({ type: 'RemovedFromRoll' });
  });
});

describe('enforcement (R51)', () => {
  it('R51 an order follows a notice whose fifteen days have run out', () => {
    const considered = once(offRoll, { type: 'ConsiderEnforcement', decision: 'proceed' }, 'EnforcementConsidered');
    const served = given(...considered).when({ type: 'ServeSection437Notice', parentId: 'p1' }, today);
    served
      .thenMatching({ type: 'Section437NoticeServed' })
      .thenState((child) => expect(child.enforcement.answerDue).toBe('2025-11-26'));
    given(...considered, ...served.events)
      .when({ type: 'ServeSection437Notice', parentId: 'p1' }, today)
      .thenNothing();
    const make = { type: 'MakeAttendanceOrder', orderId: 'o1', urn: otherUrn } as const;
    given(...considered, ...served.events)
      .when(make, on('2025-11-26'))
      .thenRefused('R51', 'notice-period');
    const made = given(...considered, ...served.events).when(make, on('2025-11-27'));
    made.thenMatching({ type: 'SchoolAttendanceOrderMade' });
    given(...considered, ...served.events, ...made.events)
      .when(make, on('2025-11-27'))
      .thenNothing();
    once(
      [...considered, ...made.events],
      { type: 'RevokeAttendanceOrder', orderId: 'o1' },
      'SchoolAttendanceOrderRevoked',
    );
    given(...pupil)
      .when({ type: 'ServeSection437Notice', parentId: 'p1' }, today)
      .thenRefused('R51', 'on-a-roll');
  });
});

describe('risk, as far as the child’s own stream knows it (R17, R57)', () => {
  it('R57 a review is always possible, and says nothing but that it is pending', () => {
    const pending = once(
      pupil,
      { type: 'RequestRiskReview', reviewId: 'v1', trigger: 'concern' },
      'RiskReviewRequested',
    );
    const concluded = once(pending, { type: 'ConcludeRiskReview', reviewId: 'v1' }, 'RiskReviewConcluded');
    given(...concluded)
      .when({ type: 'RequestRiskReview', reviewId: 'v1', trigger: 'concern' }, today)
      .thenNothing();
    given(...pupil)
      .when({ type: 'ConcludeRiskReview', reviewId: 'v9' }, today)
      .thenRefused('R57', 'no-such-risk-review');
    given()
      .when({ type: 'RequestRiskReview', reviewId: 'v1', trigger: 'concern' }, today)
      .thenRefused('R57', 'child-not-registered');
  });

  it('R17 the welfare status makes a review urgent', () => {
    const known = once(pupil, { type: 'SetWelfareStatus', status: 'looked-after' }, 'WelfareStatusChanged');
    given(...known)
      .when({ type: 'RequestRiskReview', reviewId: 'v1', trigger: 'concern' }, today)
      .thenMatching({ data: { reviewId: 'v1', trigger: 'concern', immediate: true, occurredOn: '2025-11-12' } });
  });
});
