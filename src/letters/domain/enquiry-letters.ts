import type { Enquiry, EnquiryEvent } from '../../enquiries/domain/enquiry.js';
import type { Disclosable, EnquiryOutcome } from '../../enquiries/domain/settlement.js';
import { isMailAddress } from './decisions.js';
import { authorityName, type DraftContext, type LetterDraft, referenceOf, toAddress, wordsOf } from './draft.js';

type Updated = Extract<EnquiryEvent, { readonly type: 'ReferrerUpdated' }>['data'];

const OUTCOMES: Readonly<Record<EnquiryOutcome, string>> = {
  attending: 'A school has confirmed that the child attends. Our enquiries have ended.',
  'case-opened': 'We have opened a case and make the enquiries from here.',
  'other-authority':
    'The address you gave is not in our area and the child is not known to us. Please ask the authority that it lies in.',
  duplicate: 'We know of the matter already and are dealing with it.',
  'out-of-area': 'The matter is not in our area. Please tell the authority that it lies in.',
  'not-cme': 'We have looked into the matter. It is not one of a child missing education.',
};

const DISCLOSED: Readonly<Record<Exclude<Disclosable, 'school'>, string>> = {
  'known-here': 'The child is known to us.',
  'on-roll': 'The child is on the roll of a school.',
  attending: 'The child attends.',
  'case-open': 'We have an open case.',
  'other-authority': 'Another authority is responsible.',
};

/** Words for ways of telling that mean a mail. */
const BY_MAIL = /mail/i;
const BY_LETTER = /letter|post/i;

/** Facts of these names ask for a letter. */
export const enquiryCauses: ReadonlySet<string> = new Set<EnquiryEvent['type']>(['ReferrerUpdated']);

/**
 * The answer to a referrer (R39): what the enquiry came to and what was decided to be told, under the referrer's own
 * reference. Not a name, not a date of birth. None when the referrer was told in another way, by telephone.
 * @param enquiryId its reference is made from it
 */
export function enquiryLetter(
  event: EnquiryEvent,
  enquiry: Enquiry,
  context: DraftContext & { readonly enquiryId: string },
): LetterDraft | undefined {
  if (event.type !== 'ReferrerUpdated') return undefined;
  const { channel, disclosed, outcome, occurredOn } = event.data as Updated;
  if (!BY_MAIL.test(channel) && !BY_LETTER.test(channel)) return undefined;
  const contact = enquiry.referrer?.contact?.trim();
  const address = BY_MAIL.test(channel) && contact !== undefined && isMailAddress(contact) ? contact : undefined;
  return {
    kind: 'REFERRER_UPDATE',
    recipient: 'referrer',
    ...toAddress(address),
    content: wordsOf({
      reference: referenceOf(context.enquiryId),
      authority: authorityName(context.policy),
      date: occurredOn,
      theirReference: enquiry.referrer?.reference,
      receivedOn: enquiry.receivedOn,
      outcome: OUTCOMES[outcome],
      disclosed: disclosed.map((what) => (what === 'school' ? schoolSentence(enquiry, context) : DISCLOSED[what])),
    }),
  };
}

function schoolSentence({ school }: Enquiry, { schoolOf }: DraftContext): string {
  if (school === undefined) return 'No school is known to us.';
  return `The school is ${schoolOf(school.urn)?.name ?? `school ${school.urn}`}.`;
}
