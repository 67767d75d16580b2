import { type EventDefinition, factsOf } from '../platform/event-store/definition.js';
import type { LetterEvent } from './domain/letter.js';

const fact = factsOf<LetterEvent>();

const letterId = '5b1c5c0e-2a4f-5d3b-8d0e-6a7f1c2b3d4e';
const messageId = `<${letterId}.1@cme-tracker.example>`;
const occurredOn = '2026-03-24';

/**
 * The life of a form or letter, in the stream of the child or of the enquiry that it is about. What it says and where it
 * goes is personal; the hash of it too, because whoever guesses the words could confirm them by it.
 */
export const letterEvents: readonly EventDefinition[] = [
  fact(
    'LetterWritten',
    'A form or letter was filled in because of a fact, before it goes anywhere.',
    {
      letterId,
      kind: 'CME3',
      form: 'CME3',
      formVersion: '1',
      title: 'Request for a visit to an address',
      template: 'cme3',
      templateVersion: '1',
      recipient: 'attendance-team',
      delivery: 'mail',
      mailbox: 'attendanceTeam',
      address: 'attendance@authority.example',
      messageId,
      cause: { type: 'VisitRequested', revision: 7 },
      content: { reference: 'CME-7C9E6679', childName: 'Sarah Ameen', dateOfBirth: '2013-07-04' },
      renderHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      occurredOn,
    },
    'address',
    'content',
    'renderHash',
  ),
  fact('LetterSent', 'A mail server has taken the letter over.', {
    letterId,
    attempt: 1,
    messageId,
    reply: 250,
    occurredOn,
  }),
  fact('LetterNotDelivered', 'A mail server refused the letter for good.', {
    letterId,
    attempt: 1,
    messageId,
    reply: 550,
    occurredOn,
  }),
  fact(
    'LetterSentAgain',
    'A person set the letter on its way once more, perhaps to another address.',
    {
      letterId,
      attempt: 2,
      messageId: `<${letterId}.2@cme-tracker.example>`,
      address: 'office@school.example',
      occurredOn,
    },
    'address',
  ),
  fact('LetterSentByHand', 'A person sent the letter in another way.', { letterId, how: 'by post', occurredOn }, 'how'),
];
