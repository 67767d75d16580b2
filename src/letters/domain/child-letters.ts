import type { Child, ChildEvent } from '../../children/domain/child.js';
import type { Address, Parent, SenProvision } from '../../children/domain/identity.js';
import { lastEnrolment, mainEnrolment } from '../../children/domain/roll.js';
import { groundOf } from '../../policy/domain/grounds.js';
import { codeListEntry } from '../../policy/domain/policy-on.js';
import {
  authorityName,
  type DraftContext,
  type LetterDraft,
  plain,
  referenceOf,
  toAddress,
  toMailbox,
  wordsOf,
} from './draft.js';
import type { LetterContent } from './letter.js';

type DataOf<T extends ChildEvent['type']> = Extract<ChildEvent, { readonly type: T }>['data'];
type Writers = {
  readonly [T in ChildEvent['type']]?: (
    data: DataOf<T>,
    child: Child,
    context: DraftContext,
  ) => LetterDraft | undefined;
};

const HIDDEN = 'Confidential. Ask us by telephone.';
const SEX: Readonly<Record<string, string>> = { F: 'female', M: 'male' };

/** The letters that facts of a child ask for; each fact asks for one at most. */
const writers: Writers = {
  // The authority reads the school's report in this program; a policy may name a mailbox for it all the same.
  ReferredToLA: (data, child, context) => ({
    kind: 'CME1',
    recipient: 'authority',
    ...toMailbox(context.policy, context.policy.forms.CME1?.mailbox, 'record'),
    content: {
      ...aboutChild(child, context),
      ...wordsOf({
        date: data.occurredOn,
        school: data.urn === undefined ? undefined : schoolName(data.urn, context),
        basis: plain(data.basis),
        lastAttended: data.lastAttended,
        lastSeen: data.lastSeen,
        dayCount: data.dayCount > 0 ? data.dayCount : undefined,
        enquiriesDone: data.enquiriesDone.map((code) => enquiryName(code, context)),
        enquiriesNotMade: data.enquiriesNotMade,
        reason: data.reason,
      }),
    },
  }),
  OffRollNoticeReceived: (data, child, context) => ({
    kind: 'CME1',
    recipient: 'authority',
    ...toMailbox(context.policy, context.policy.forms.CME1?.mailbox, 'record'),
    content: { ...aboutChild(child, context), ...aboutDeletion(data, child, context) },
  }),
  // R40: the notice itself goes with it.
  SharedWithSenCentre: (data, child, context) => {
    const notice = child.notices.find(({ noticeId }) => noticeId === data.noticeId);
    if (notice === undefined) return undefined;
    return {
      kind: 'SEN_SHARE',
      recipient: 'sen',
      ...toMailbox(context.policy, data.mailbox),
      enclosures: ['CME1'],
      content: {
        ...aboutChild(child, context),
        ...aboutDeletion({ ...notice, occurredOn: data.occurredOn }, child, context),
        ...wordsOf({ enclosedForm: context.policy.forms.CME1?.code ?? 'CME1', followUpDue: notice.followUp?.due }),
      },
    };
  },
  VisitRequested: (data, child, context) => ({
    kind: 'CME3',
    recipient: 'attendance-team',
    ...toMailbox(context.policy, data.mailbox),
    content: {
      ...withoutHome(aboutChild(child, context)),
      ...wordsOf({
        date: data.occurredOn,
        due: data.due,
        visitAddress: addressLine(data.address),
        reason: data.reason,
        loneWorker: data.loneWorkerRisk ? 'Not alone: a risk is known. Ask us before you go.' : 'No risk is recorded.',
      }),
    },
  }),
  NonReportLetterSent: (data, child, context) => ({
    kind: 'NON_REPORT_LETTER',
    recipient: 'school',
    organisation: data.urn,
    ...toAddress(context.schoolOf(data.urn)?.email),
    content: {
      ...identityOf(child, context),
      ...wordsOf({
        date: data.occurredOn,
        school: schoolName(data.urn, context),
        since: data.episode.split('/').at(-1),
        replyDue: data.replyDue,
        upn: child.identity?.upn,
        yearGroup: child.identity?.yearGroup,
      }),
    },
  }),
  AgencyEnquiryMade: (data, child, context) => ({
    kind: 'AGENCY_ENQUIRY',
    recipient: 'agency',
    organisation: data.agency,
    ...toAgency(data.agency, context),
    content: {
      ...identityOf(child, context),
      ...wordsOf({
        date: data.occurredOn,
        agency: agencyName(data.agency, context),
        answerBy: data.chaseOn,
        purpose: data.purpose,
        question: data.question,
        knownAs: child.identity?.knownAs,
        address: addressLine(child.identity?.address),
      }),
    },
  }),
  AgencyChased: (data, child, context) => {
    const enquiry = child.agencyEnquiries.find(({ enquiryId }) => enquiryId === data.enquiryId);
    if (enquiry === undefined) return undefined;
    return {
      kind: 'AGENCY_CHASER',
      recipient: 'agency',
      organisation: enquiry.agency,
      ...toAgency(enquiry.agency, context),
      content: {
        ...identityOf(child, context),
        ...wordsOf({
          date: data.occurredOn,
          agency: agencyName(enquiry.agency, context),
          askedOn: enquiry.askedOn,
          answerBy: data.chaseOn,
          number: data.number,
        }),
      },
    };
  },
};

/**
 * The letter that a fact asks for, in the words of the record as it stood when the fact was recorded.
 * @param child folded up to and with the fact
 */
export function childLetter(event: ChildEvent, child: Child, context: DraftContext): LetterDraft | undefined {
  const write = writers[event.type] as
    | ((data: object, child: Child, context: DraftContext) => LetterDraft | undefined)
    | undefined;
  return child.identity === undefined ? undefined : write?.(event.data, child, context);
}

/** Facts of these names ask for a letter. */
export const childCauses: ReadonlySet<string> = new Set(Object.keys(writers));

/** What tells the child from others, and no more. */
function identityOf({ identity }: Child, { policy }: DraftContext): LetterContent {
  if (identity === undefined) return {};
  return wordsOf({
    reference: referenceOf(identity.childId),
    authority: authorityName(policy),
    childName: `${identity.givenName} ${identity.familyName}`,
    dateOfBirth: identity.dateOfBirth,
  });
}

function aboutChild(child: Child, context: DraftContext): LetterContent {
  const { identity } = child;
  if (identity === undefined) return {};
  const urn = (mainEnrolment(child) ?? lastEnrolment(child))?.urn;
  const sen = identity.sen && codeListEntry(context.policy, 'sen_provision', identity.sen)?.label;
  return {
    ...identityOf(child, context),
    ...wordsOf({
      knownAs: identity.knownAs,
      sex: identity.sex && SEX[identity.sex],
      upn: identity.upn,
      yearGroup: identity.yearGroup,
      sen,
      address: addressLine(identity.address),
      parents: (identity.parents ?? []).map(parentLine),
      school: urn === undefined ? undefined : schoolName(urn, context),
      destination: child.destination?.name ?? child.destination?.urn,
    }),
  };
}

function withoutHome({ address: _, ...rest }: LetterContent): LetterContent {
  return rest;
}

function aboutDeletion(
  notice: { readonly urn: string; readonly occurredOn: string; readonly ground?: string; readonly sen: SenProvision },
  child: Child,
  context: DraftContext,
): LetterContent {
  const ground = notice.ground === undefined ? undefined : groundOf(context.policy.grounds, notice.ground);
  return wordsOf({
    date: notice.occurredOn,
    school: schoolName(notice.urn, context),
    deletedOn: child.roll.findLast(({ urn, to }) => urn === notice.urn && to !== undefined)?.to,
    ground: notice.ground,
    groundText: ground?.text,
    sen: codeListEntry(context.policy, 'sen_provision', notice.sen)?.label,
    enquiriesDone: [
      ...new Set(child.enquiries.made.filter(({ side }) => side === 'school').map(({ code }) => code)),
    ].map((code) => enquiryName(code, context)),
  });
}

function addressLine(address: Address | undefined): string | undefined {
  if (address === undefined) return undefined;
  // An address that was erased is a text by itself.
  return address.confidential ? HIDDEN : [address.lines, address.postcode ?? []].flat(2).join(', ');
}

function parentLine({ name, relationship, phones = [] }: Parent): string {
  return [relationship === undefined ? name : `${name} (${relationship})`, ...phones].join(', ');
}

function schoolName(urn: string, { schoolOf }: DraftContext): string {
  const name = schoolOf(urn)?.name;
  return name === undefined ? `school ${urn}` : `${name} (${urn})`;
}

function agencyName(code: string, { policy }: DraftContext): string {
  return codeListEntry(policy, 'agency', code)?.label ?? plain(code);
}

/** A policy that has a mailbox for an agency names it in its list of agencies. */
function toAgency(code: string, { policy }: DraftContext) {
  const mailbox = codeListEntry(policy, 'agency', code)?.attributes?.mailbox;
  return toMailbox(policy, typeof mailbox === 'string' ? mailbox : undefined);
}

function enquiryName(code: string, { policy }: DraftContext): string {
  const label = codeListEntry(policy, 'reasonable_enquiry', code)?.label;
  return label === undefined ? code : `${code}: ${label}`;
}
