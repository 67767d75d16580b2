import { letterEvents } from '../letters/events.js';
import { type EventDefinition, factsOf } from '../platform/event-store/definition.js';
import type { EnquiryEvent } from './domain/enquiry.js';

const fact = factsOf<EnquiryEvent>();

const childId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const checkId = '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11';
const occurredOn = '2026-03-24';

/**
 * Every fact that a stream `enquiry-<uuid>` may hold. What is personal, the referrer's name and contact too, is under the
 * enquiry's own key: it may go long before the record of a child that it was linked to.
 */
export const enquiryEvents: readonly EventDefinition[] = [
  fact(
    'EnquiryReceived',
    'Another authority or an agency asked about a child, or somebody notified the authority of one.',
    {
      kind: 'enquiry',
      occurredOn,
      channel: 'email',
      referrer: {
        kind: 'authority',
        organisation: 'Suffolk County Council',
        reference: 'SCC-118',
        name: 'Ida Thorne',
        contact: 'cme@suffolk.example',
      },
      child: {
        givenName: 'Sarah',
        familyName: 'Ameen',
        dateOfBirth: '2013-07-04',
        address: { lines: ['4 Mill Lane', 'Hollowmere'], postcode: 'NR29 4AB', authority: '926' },
      },
      place: 'in-county',
      owner: 'cme-assistant@926',
      message: 'The family is said to have moved to an uncle.',
    },
    'referrer.name',
    'referrer.contact',
    'child',
    'message',
  ),
  fact(
    'EnquiryAmended',
    'What was told was corrected; `voids` says what no longer counts because of it.',
    {
      child: { givenName: 'Sarah', familyName: 'Ameen', dateOfBirth: '2013-04-07' },
      place: 'not-given',
      voids: ['search'],
      reason: 'Suffolk had exchanged day and month',
      occurredOn,
    },
    'referrer.name',
    'referrer.contact',
    'child',
    'message',
    'reason',
  ),
  fact('EnquiryAssigned', 'The enquiry passed to another owner.', {
    owner: 'strategy-manager@926',
    from: 'cme-assistant@926',
    occurredOn,
  }),
  fact('EnquiryAcknowledged', 'Whoever asked was told that the enquiry has arrived.', { channel: 'email', occurredOn }),
  fact(
    'ReferrerVerified',
    'The referrer was found to be who they say.',
    { how: 'Called back on the published number of the authority', occurredOn },
    'how',
  ),
  fact(
    'NotificationTriaged',
    'It was decided whether the authority takes the matter up.',
    { decision: 'accept', reason: 'Seen at home in school hours for two weeks', occurredOn },
    'reason',
  ),
  fact('RollChecked', 'The records were searched for the child: the authority’s own, or another system by hand.', {
    checkId,
    system: 'cme-tracker',
    result: 'one',
    candidates: 1,
    occurredOn,
  }),
  fact(
    'MatchProposed',
    'A record may be that of the child asked about, for the reasons given. Nothing is linked by it.',
    {
      childId,
      checkId,
      band: 'possible',
      score: 0.86,
      why: 'Possibly the same child. Agreeing: family name (sounds alike). Nothing contradicts.',
      perhapsTwin: false,
      model: 'matching-1',
      fields: [{ field: 'family-name', reads: 'sounds alike', sign: '+' }],
      urn: '900001',
      occurredOn,
    },
    'why',
  ),
  fact(
    'MatchConfirmed',
    'A person decided that the record is of the child asked about.',
    { childId, reason: 'The date of birth was read from the passport', urn: '900001', occurredOn },
    'reason',
  ),
  fact(
    'MatchRejected',
    'A person decided that the record is of another child.',
    { childId, reason: 'An older brother', occurredOn },
    'reason',
  ),
  fact(
    'MatchWithdrawn',
    'A link was undone; what both records hold stays as it is.',
    { childId, reason: 'The school says that it was a cousin', occurredOn },
    'reason',
  ),
  fact(
    'MatchLeftOpen',
    'A person could not tell whether the record is of the child, and said what would settle it.',
    { childId, reason: 'The middle name, from Suffolk', occurredOn },
    'reason',
  ),
  fact('SchoolContacted', 'The school was asked whether the child attends.', {
    urn: '900001',
    childId,
    channel: 'phone',
    occurredOn,
  }),
  fact('AttendanceConfirmed', 'The school said that the child attends.', {
    urn: '900001',
    childId,
    lastAttended: occurredOn,
    occurredOn,
  }),
  fact(
    'NotAttendingReported',
    'The school said that the child does not attend.',
    { urn: '900001', childId, lastAttended: '2026-02-13', note: 'Not seen since half term', occurredOn },
    'note',
  ),
  fact('ReferrerUpdated', 'The referrer was told what the enquiry came to, and no more than is listed.', {
    channel: 'secure-email',
    disclosed: ['attending', 'on-roll'],
    outcome: 'attending',
    occurredOn,
  }),
  fact('CaseOpenedForEnquiry', 'The authority has a case of the child.', {
    childId,
    caseId: checkId,
    registered: true,
    visitRequested: true,
    occurredOn,
  }),
  fact(
    'EnquiryClosed',
    'Nothing is left to do about the enquiry.',
    { outcome: 'attending', reason: 'Confirmed by the head of year', occurredOn },
    'reason',
  ),
  fact('EnquiryDutyBreached', 'What was due of the enquiry had not been done on its day.', {
    key: 'acknowledge/2026-03-24',
    step: 'acknowledge',
    due: '2026-03-25',
    owner: 'cme-assistant@926',
    rule: 'R37',
    paragraph: 'Usual practice',
    occurredOn: '2026-03-26',
  }),
  ...letterEvents,
];
