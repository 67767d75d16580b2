import { describe, expect, it } from '@jest/globals';
import { DayContexts } from '../../../src/children/day-contexts.js';
import type { ChildCommand, ChildEvent } from '../../../src/children/domain/child.js';
import { duties } from '../../../src/children/domain/duties.js';
import { CaseloadProjection } from '../../../src/children/projections/caseload.js';
import { norfolkCalendar, policyBook } from '../../support/policy.js';
import { projecting } from '../../support/projection.js';
import { fold, given, on, registered } from '../children/a-child.js';

const letterId = '5b1c5c0e-2a4f-5d3b-8d0e-6a7f1c2b3d4e';
const messageId = `<${letterId}.1@cme.example>`;
const occurredOn = '2025-11-12';
const write: Extract<ChildCommand, { type: 'WriteLetter' }> = {
  type: 'WriteLetter',
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
  address: 'team@county.example',
  messageId,
  cause: { type: 'VisitRequested', revision: 1 },
  content: {},
  renderHash: 'abc',
};
const { type: _, ...written } = write;
const mailed: ChildEvent = { type: 'LetterWritten', data: { ...written, occurredOn } };
const { address: _a, mailbox: _m, ...unaddressed } = written;
const byHand: ChildEvent = { type: 'LetterWritten', data: { ...unaddressed, delivery: 'by-hand', occurredOn } };
const sent: ChildEvent = { type: 'LetterSent', data: { letterId, attempt: 1, messageId, reply: 250, occurredOn } };
const refused: ChildEvent = {
  type: 'LetterNotDelivered',
  data: { letterId, attempt: 1, messageId, reply: 550, occurredOn },
};
const again: ChildCommand = { type: 'SendLetterAgain', letterId };

describe('the life of a letter', () => {
  it('R60: is written once, however often its cause is told', () => {
    given(registered).when(write).then(mailed);
    given(registered, mailed).when(write).thenNothing();
    given().when(write).thenRefused('R60', 'child-not-registered');
  });

  it('R60: its outcome is recorded once, and of the attempt that is under way only', () => {
    const report: ChildCommand = { type: 'RecordLetterSent', letterId, attempt: 1, reply: 250 };
    given(registered, mailed)
      .when(report)
      .then(sent)
      .thenState(({ letters }) => expect(letters[0]).toMatchObject({ state: 'sent', reply: 250 }));
    given(registered, mailed, sent).when(report).thenNothing();
    given(registered, mailed)
      .when({ ...report, attempt: 2 })
      .thenNothing();
    given(registered, mailed, sent)
      .when({ type: 'RecordLetterNotDelivered', letterId, attempt: 1, reply: 550 })
      .thenNothing();
    given(registered).when(report).thenRefused('R60', 'no-such-letter');
  });

  it('R60: what was refused is sent again by a person, under a Message-ID of its own', () => {
    given(registered, mailed, refused)
      .when(again)
      .then({
        type: 'LetterSentAgain',
        data: { letterId, attempt: 2, messageId: `<${letterId}.2@cme.example>`, occurredOn },
      });
    given(registered, mailed).when(again).thenNothing();
    given(registered, byHand).when(again).thenRefused('R60', 'no-mailbox');
    given(registered, byHand)
      .when({ ...again, address: 'no address' })
      .thenRefused('R60', 'not-an-address');
    given(registered, byHand)
      .when({ ...again, address: 'a@b.example' })
      .thenMatching({ type: 'LetterSentAgain' });
  });

  it('R60: what has no mailbox is sent by hand, and what goes by mail is not', () => {
    const posted: ChildCommand = { type: 'RecordLetterSentByHand', letterId, how: 'by post' };
    given(registered, byHand)
      .when(posted)
      .then({ type: 'LetterSentByHand', data: { letterId, how: 'by post', occurredOn } });
    given(registered, mailed, sent).when(posted).thenRefused('R60', 'letter-goes-by-mail');
    given(registered, byHand)
      .when({ ...posted, how: ' ' })
      .thenRefused('R60', 'no-way-named');
    given(registered, byHand)
      .when({ ...posted, occurredOn: '2025-11-13' })
      .thenRefused('R60', 'date-in-the-future');
  });

  it('R60 R45: a letter that was refused or has no mailbox is somebody’s to send, by the next working day', () => {
    const kinds = (...events: ChildEvent[]) =>
      duties(fold(registered, ...events), on(occurredOn)).filter(({ rule }) => rule === 'R60');
    expect(kinds(mailed)).toEqual([]);
    expect(kinds(mailed, sent)).toEqual([]);
    expect(kinds(mailed, refused)).toMatchObject([
      { kind: 'resend-letter', owner: 'cme-assistant@926', due: '2025-11-13' },
    ]);
    expect(kinds(byHand)).toMatchObject([{ kind: 'send-letter', due: '2025-11-13' }]);
    expect(kinds(byHand, { type: 'LetterSentByHand', data: { letterId, how: 'by post', occurredOn } })).toEqual([]);
  });

  it('R60: facts of letters that are not known change nothing', () => {
    expect(fold(registered, sent, refused).letters).toEqual([]);
  });

  it('R60: the caseload keeps how far a letter has come, also when every fact comes twice', () => {
    const days = new DayContexts({ calendarOf: () => norfolkCalendar, policyOf: () => 'riverside' }, policyBook);
    const facts = [registered, mailed, refused].map((fact) => ({
      ...fact,
      metadata: { recordedAt: `${occurredOn}T10:00:00.000Z` },
    }));
    projecting(new CaseloadProjection(days, (number) => `hash of ${number}`))
      .given('child-0d5c9b1e-8f0a-4c57-9a51-2f6f0c6d8a11', facts)
      .thenDocuments((documents) => expect(JSON.stringify(documents)).toContain('"state":"not-delivered"'));
  });
});
