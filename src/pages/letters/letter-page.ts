import type { LetterOfRecord, RecordKind } from '../../letters/letter-records.js';
import type { PrintedLetter } from '../../letters/printing.js';
import { dateInWords, timeInWords } from '../dates.js';
import type { Control } from '../form-fields.js';
import { formView, problemOf, type SentForm } from '../form-view.js';
import { recipientName, stateTag } from './letter-rows.js';

export const SENDING: readonly Control[] = [
  {
    kind: 'text',
    name: 'address',
    label: 'Send it to this mailbox',
    hint: 'Leave it empty to send it to the mailbox on record.',
    max: 254,
  },
];

export const SENDING_BY_HAND: readonly Control[] = [
  {
    kind: 'text',
    name: 'how',
    label: 'How it was sent',
    hint: 'By post, by hand, through a portal.',
    needed: 'Say how it was sent',
    max: 200,
  },
  { kind: 'date', name: 'occurredOn', label: 'When it was sent', hint: 'Today unless you give a day.' },
];

export interface LetterPageInput {
  readonly kind: RecordKind;
  readonly id: string;
  readonly found: LetterOfRecord;
  readonly printed: readonly PrintedLetter[];
  /** The reader may send it. */
  readonly maySend: boolean;
  readonly key: string;
  readonly sent?: SentForm;
  readonly recorded?: boolean;
}

/** What the template of a letter's page is given. */
export function letterPage(input: LetterPageInput) {
  const { kind, id, found, printed, maySend, key, sent, recorded = false } = input;
  const { letter, written, writtenAt, address } = found;
  const record = kind === 'child' ? `/children/${id}` : `/enquiries/${id}`;
  const path = `${record}/letters/${letter.letterId}`;
  const form = (action: string, controls: readonly Control[], button: string) => {
    const returned = sent?.action === action ? sent : undefined;
    return { ...formView({ action, controls, button }, { key, returned }), action: `${path}/${action}` };
  };
  const open = letter.state === 'not-delivered' || letter.state === 'to-send-by-hand';
  const offered = maySend
    ? [
        ...(letter.state === 'to-send' || (letter.state === 'on-record' && !letter.addressed)
          ? []
          : [form('sending', SENDING, letter.attempt > 1 || letter.addressed ? 'Send it again' : 'Send it')]),
        ...(open ? [form('sending-by-hand', SENDING_BY_HAND, 'It was sent another way')] : []),
      ]
    : [];
  return {
    section: kind === 'child' ? 'caseload' : 'enquiries',
    title: letter.title,
    record,
    back: kind === 'child' ? 'Back to the child’s record' : 'Back to the enquiry',
    state: stateTag(letter),
    said: recorded ? 'What you did about the letter' : undefined,
    problem:
      sent && problemOf(sent.action, sent, offered.some(({ id: shown }) => shown === sent.action) ? undefined : path),
    facts: [
      { key: 'Form', value: `${letter.form}, version ${letter.formVersion}` },
      { key: 'Text', value: `${letter.template}, version ${letter.templateVersion}` },
      { key: 'To', value: recipientName(letter) },
      ...(address === undefined ? [] : [{ key: 'Mailbox', value: address }]),
      { key: 'Written', value: `${dateInWords(writtenAt)} at ${timeInWords(writtenAt)}` },
      {
        key: 'State',
        value: `${stateTag(letter).text}, since ${dateInWords(letter.since)}${letter.reply === undefined ? '' : ` (reply ${letter.reply})`}`,
      },
      { key: 'Attempt', value: String(letter.attempt) },
      { key: 'Message-ID', value: letter.messageId },
      { key: 'Hash of the text (SHA-256)', value: written.renderHash },
    ],
    pages: printed.map((each, index) => ({
      title: each.filled.title,
      passages: each.filled.passages,
      pdf: index === 0 ? `${path}/pdf` : `${path}/pdf?enclosure=${index}`,
      enclosure: index > 0,
    })),
    offered,
  };
}
