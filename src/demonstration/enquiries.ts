import type { EnquiryCommand } from '../enquiries/domain/enquiry.js';
import { match } from '../enquiries/domain/matching.js';
import type { KnownChild } from '../enquiries/domain/person.js';
import { OWN_RECORDS, personAsTold, proposalOf } from '../enquiries/domain/roll-check.js';
import type { DemonstrationChild } from './county.js';
import { authorityCode } from './schools.js';

type Received = Omit<Extract<EnquiryCommand, { type: 'ReceiveEnquiry' }>, 'type'>;

/** What is done about an enquiry, `back` school days before the last that is told (0 is that day), at a time in UTC. */
export interface EnquiryStep {
  readonly back: number;
  readonly at: string;
  readonly order: EnquiryCommand;
}

export interface DemonstrationEnquiry {
  readonly key: string;
  readonly received: Received;
  readonly back: number;
  readonly at: string;
  readonly steps: readonly EnquiryStep[];
}

/** The school of each record. */
type Urns = ReadonlyMap<string | undefined, string>;

/** The child that Suffolk asks about: in no other story. */
const ASKED = '900003-31';

/** Enquiries at each kind of step: a school is to answer, brothers are told apart, an answer is overdue, one is closed. */
export function demonstrationEnquiries(
  county: readonly DemonstrationChild[],
  ids: ReadonlyMap<string, string>,
): readonly DemonstrationEnquiry[] {
  const known = county.map((child) => knownChild(child, ids));
  const urns = new Map(county.map(({ school }, index) => [known[index]?.childId, school.urn]));
  return [
    fromSuffolk(county, known, urns),
    ofSiblings(county, known, urns),
    ofAnUnknownChild(known, urns),
    ofAChildInEducation(),
  ].filter((each) => each !== undefined);
}

function fromSuffolk(county: readonly DemonstrationChild[], known: readonly KnownChild[], urns: Urns) {
  const asked = county.find(({ key }) => key === ASKED);
  const record = asked && known[county.indexOf(asked)];
  if (asked === undefined || record === undefined) return undefined;
  const { given, surname, dateOfBirth, upn } = asked;
  const child = { givenName: given, familyName: surname, dateOfBirth, upn };
  const { childId } = record;
  const confirmed = { type: 'ConfirmMatch', childId, reason: 'Pupil number, names and date of birth agree' } as const;
  return {
    key: 'suffolk',
    back: 2,
    at: '09:12',
    received: {
      kind: 'enquiry',
      channel: 'email',
      referrer: {
        kind: 'authority',
        organisation: 'Suffolk County Council',
        reference: 'SCC-CME-118',
        name: 'Ida Thorne',
        contact: 'cme@suffolk.example',
      },
      child,
      message: 'The family left Ipswich in the summer; is the child in school with you?',
    },
    steps: [
      { back: 2, at: '09:40', order: { type: 'AcknowledgeEnquiry', channel: 'email' } },
      { back: 2, at: '09:55', order: { type: 'VerifyReferrer', how: 'Called back on the published number' } },
      { back: 1, at: '10:05', order: rollCheck('suffolk', child, known, urns) },
      { back: 1, at: '10:20', order: confirmed },
      { back: 0, at: '08:50', order: { type: 'ContactSchool', channel: 'phone' } },
    ],
  } as const satisfies DemonstrationEnquiry;
}

/** Somebody next door has heard two names and thinks that they are one child’s. */
function ofSiblings(county: readonly DemonstrationChild[], known: readonly KnownChild[], urns: Urns) {
  for (const one of county) {
    const other = county.find(
      ({ family, key, given }) =>
        family === one.family && key > one.key && given !== one.given && Math.min(given.length, one.given.length) > 2,
    );
    if (other === undefined) continue;
    const child = {
      givenName: `${one.given} ${other.given}`,
      familyName: one.surname,
      address: { ...one.address, authority: authorityCode },
    };
    const reason = 'Seen at home in school hours on several days';
    return {
      key: 'neighbour',
      back: 1,
      at: '13:30',
      received: { kind: 'notification', channel: 'phone', referrer: { kind: 'public' }, child },
      steps: [
        { back: 1, at: '14:10', order: { type: 'TriageNotification', decision: 'accept', reason } },
        { back: 0, at: '08:35', order: rollCheck('neighbour', child, known, urns) },
      ],
    } as const satisfies DemonstrationEnquiry;
  }
  return undefined;
}

/** Cambridgeshire asks about a child whom nobody knows here; the day by which it was to be told has gone by. */
function ofAnUnknownChild(known: readonly KnownChild[], urns: Urns) {
  const child = { givenName: 'Leonie', familyName: 'Ashdown-Vale', dateOfBirth: '2014-05-19' };
  return {
    key: 'cambridgeshire',
    back: 8,
    at: '11:20',
    received: {
      kind: 'enquiry',
      channel: 'secure-email',
      referrer: {
        kind: 'authority',
        organisation: 'Cambridgeshire County Council',
        reference: 'CB-CME-2291',
        name: 'Owen Barley',
        contact: 'cme@cambridgeshire.example',
      },
      child,
    },
    steps: [
      { back: 8, at: '14:05', order: { type: 'AcknowledgeEnquiry', channel: 'secure-email' } },
      { back: 7, at: '09:30', order: { type: 'VerifyReferrer', how: 'Known address of the authority' } },
      { back: 7, at: '09:45', order: rollCheck('cambridgeshire', child, known, urns) },
    ],
  } as const satisfies DemonstrationEnquiry;
}

/** A surgery tells of a child who turns out to be taught elsewhere: told so, and closed. */
function ofAChildInEducation() {
  const reason = 'On the roll of an independent school; the school has confirmed it';
  return {
    key: 'surgery',
    back: 6,
    at: '10:10',
    received: {
      kind: 'notification',
      channel: 'phone',
      referrer: { kind: 'agency', organisation: 'Staithe Surgery', contact: '01632 960 218' },
      child: {
        givenName: 'Hugo',
        familyName: 'Pargeter',
        address: { lines: ['3 Staithe Road'], authority: authorityCode },
      },
      message: 'At the surgery three mornings in a row.',
    },
    steps: [
      { back: 6, at: '10:40', order: { type: 'AcknowledgeEnquiry', channel: 'phone' } },
      { back: 5, at: '09:20', order: { type: 'TriageNotification', decision: 'not-cme', reason } },
      { back: 5, at: '09:35', order: { type: 'UpdateReferrer', channel: 'phone', disclosed: [] } },
      { back: 5, at: '09:36', order: { type: 'CloseEnquiry' } },
    ],
  } as const satisfies DemonstrationEnquiry;
}

/** As the program's own check finds it; the views that it searches are still being built while the demonstration loads. */
function rollCheck(checkId: string, child: Received['child'], known: readonly KnownChild[], urns: Urns) {
  const { proposals, outcome } = match(personAsTold(child), known);
  return {
    type: 'CheckRolls',
    checkId: `demonstration-${checkId}`,
    system: OWN_RECORDS,
    result: outcome,
    proposals: proposals.map((each) => proposalOf(each, urns.get(each.childId))),
  } as const;
}

function knownChild(child: DemonstrationChild, ids: ReadonlyMap<string, string>): KnownChild {
  const { key, given, surname, dateOfBirth, sex, upn, address, parents } = child;
  return {
    childId: ids.get(key) ?? key,
    givenName: given,
    familyName: surname,
    dateOfBirth,
    sex,
    upn,
    addresses: [address],
    parents: parents.map(({ name }) => name),
  };
}
