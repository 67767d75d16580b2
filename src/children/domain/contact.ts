import { isLocalDate, type LocalDate } from '../../schools/domain/local-date.js';
import { type Decisions, type Fact, type Folds, happenedOn, known, listed, type Order, refuse } from './facet.js';

export const CONTACT_OUTCOMES = [
  'spoke',
  'reason-given',
  'no-answer',
  'left-message',
  'wrong-number',
  'refused',
  'sent',
  'message-received',
] as const;
export type ContactOutcome = (typeof CONTACT_OUTCOMES)[number];

/** An attempt to reach a parent, kept whether or not it was answered (R02). */
export interface Contact {
  readonly contactId: string;
  readonly occurredOn: LocalDate;
  /** Time of day in England, `09:40`. */
  readonly at?: string;
  readonly urn?: string;
  readonly parentId?: string;
  /** A code of the list `contact_channel`. */
  readonly channel: string;
  readonly outcome: ContactOutcome;
  readonly reason?: string;
  readonly expectedReturn?: LocalDate;
  readonly notes?: string;
  /** The after-holiday check that it was made for (R04). */
  readonly checkId?: string;
}

export type ContactEvent = Fact<'ParentContacted', Contact>;
export type ContactCommand = Order<'ContactParent', Omit<Contact, 'occurredOn'> & { readonly occurredOn?: LocalDate }>;

export const contactFolds: Folds<ContactEvent> = {
  ParentContacted: (child, contact) => ({
    ...child,
    contacts: [...child.contacts, contact],
    ...(contact.expectedReturn === undefined
      ? {}
      : { expectedReturn: { on: contact.expectedReturn, askedOn: contact.occurredOn, source: 'contact' } }),
  }),
};

export const contactDecisions: Decisions<ContactCommand, ContactEvent> = {
  ContactParent: (child, { type: _, ...contact }, context) => {
    known(child, 'R02');
    const occurredOn = happenedOn(contact.occurredOn, context, 'R02');
    if (child.contacts.some(({ contactId }) => contactId === contact.contactId)) return [];
    listed('contact_channel', contact.channel, context);
    if (contact.expectedReturn !== undefined) {
      if (!isLocalDate(contact.expectedReturn) || contact.expectedReturn < occurredOn) {
        refuse('R08', 'return-before-contact', 'The expected return is no date, or earlier than the contact.', {
          kind: 'invalid',
        });
      }
    }
    return [{ type: 'ParentContacted', data: { ...contact, occurredOn } }];
  },
};
