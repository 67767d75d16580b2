import { describe, expect, it } from '@jest/globals';
import type { Address } from '../../src/children/domain/identity.js';
import { caseloadRow } from '../../src/children/domain/row.js';
import {
  decide,
  type EnquiryCommand,
  type EnquiryEvent,
  evolve,
  initialEnquiry,
} from '../../src/enquiries/domain/enquiry.js';
import { nextStep } from '../../src/enquiries/domain/next-step.js';
import { Refusal } from '../../src/policy/domain/refusal.js';
import { ChildStory } from '../support/child-story.js';
import { context, policy, proposal, sarah, suffolk } from '../unit/enquiries/an-enquiry.js';

/** An enquiry of Suffolk's, told by its commands. */
class EnquiryStory {
  readonly told: EnquiryEvent[] = [];

  constructor(address?: Address) {
    const child = { ...sarah, ...(address === undefined ? {} : { address }) };
    this.does({ type: 'ReceiveEnquiry', kind: 'enquiry', channel: 'email', referrer: suffolk, child });
    this.does({ type: 'AcknowledgeEnquiry', channel: 'email' });
    this.does({ type: 'VerifyReferrer', how: 'called back on the published number' });
  }

  get enquiry() {
    return this.told.reduce(evolve, initialEnquiry);
  }

  get next() {
    return nextStep(this.enquiry, policy)?.step;
  }

  does(command: EnquiryCommand, role = 'cme-assistant'): readonly EnquiryEvent[] {
    const events = decide(this.enquiry, command, { ...context, role });
    this.told.push(...events);
    return events;
  }

  isRefused(command: EnquiryCommand, role?: string): string {
    try {
      this.does(command, role);
    } catch (error) {
      if (error instanceof Refusal) return error.reason.name;
      throw error;
    }
    throw new Error(`${command.type} was not refused`);
  }
}

const check = (...proposals: ReturnType<typeof proposal>[]): EnquiryCommand => ({
  type: 'CheckRolls',
  checkId: 'check-1',
  system: 'cme-tracker',
  result: proposals.length === 0 ? 'none' : proposals.length === 1 ? 'one' : 'several',
  proposals,
});
const inSuffolk: Address = { lines: ['4 Quay Street'], postcode: 'IP1 1AA', authority: '935' };
const update = { type: 'UpdateReferrer', channel: 'secure-email', disclosed: ['attending', 'on-roll'] } as const;

describe('acceptance: enquiries from outside', () => {
  it('A15: an exact UPN match on roll goes school asked, attending, referrer told, closed, and in no other order (R38, R39)', () => {
    const story = new EnquiryStory();
    story.does(check(proposal('a', { band: 'same', score: 1 })));
    expect(story.isRefused({ type: 'ContactSchool', channel: 'phone' })).toBe('no-confirmed-match');
    story.does({ type: 'ConfirmMatch', childId: 'a', reason: 'the pupil number agrees' });
    expect(story.isRefused({ type: 'RecordSchoolAnswer', attending: true })).toBe('school-not-contacted');
    expect(story.isRefused(update)).toBe('nothing-to-tell');
    story.does({ type: 'ContactSchool', channel: 'phone' });
    expect(story.isRefused({ type: 'CloseEnquiry' })).toBe('no-outcome');
    story.does({ type: 'RecordSchoolAnswer', attending: true });
    expect(story.isRefused({ type: 'CloseEnquiry' })).toBe('referrer-not-updated');
    story.does(update);
    story.does({ type: 'CloseEnquiry' });
    expect(story.told.map(({ type }) => type).slice(-4)).toEqual([
      'SchoolContacted',
      'AttendanceConfirmed',
      'ReferrerUpdated',
      'EnquiryClosed',
    ]);
  });

  it('A16: two candidates at 0.86 wait for a person; a wrong link is undone with its reason, and both histories stay (R38)', () => {
    const story = new EnquiryStory();
    story.does(check(proposal('a'), proposal('b')));
    expect([story.enquiry.link, story.next]).toEqual([undefined, 'decide-match']);
    const confirm = { type: 'ConfirmMatch', childId: 'a', reason: 'same street' } as const;
    expect(story.isRefused(confirm, 'system')).toBe('person-decides');
    story.does(confirm);
    story.does({ type: 'ContactSchool', channel: 'phone' });
    const before = [...story.told];
    story.does({ type: 'WithdrawMatch', childId: 'a', reason: 'her cousin of the same name' });
    expect(story.enquiry.link).toBeUndefined();
    expect(story.told.slice(0, before.length)).toEqual(before);
    story.does({ type: 'ConfirmMatch', childId: 'b', reason: 'her mother says so' });
    expect(story.enquiry.link?.childId).toBe('b');
  });

  it('A18: on no roll with an address in Norfolk, CME3 to the attendance team; in Suffolk no CME3 and no case (R43)', () => {
    const norfolk = new EnquiryStory({ lines: ['21 Elm Road'], postcode: 'NR3 1AA', authority: '926' });
    norfolk.does(check());
    expect(nextStep(norfolk.enquiry, policy)).toMatchObject({
      step: 'visit',
      nextAction: expect.stringContaining('CME3'),
    });

    const child = ChildStory.pupil('2025-09-03');
    child.does('2025-11-07', {
      type: 'RemoveFromRoll',
      urn: child.urn,
      ground: '9(1)(g)',
      statements: { NEW_ADDRESS_BEYOND_REASONABLE_DISTANCE: 'a letter' },
    });
    child.does('2025-11-10', { type: 'OpenCase', caseId: 'c1' });
    child.does('2025-11-10', { type: 'CheckRoll', checkId: 'h1', system: 'rolls', result: 'not-found' });
    expect(child.isRefused('2025-11-12', { type: 'RequestVisit', requestId: 'v1', address: inSuffolk })).toMatchObject({
      rule: 'R43',
      name: 'address-not-in-county',
    });
    child.does('2025-11-12', { type: 'RequestVisit', requestId: 'v1' });
    expect(child.facts('VisitRequested')).toMatchObject([{ data: { form: 'CME3', mailbox: 'attendanceTeam' } }]);
    expect(child.day('2025-11-12').policy.mailboxes.attendanceTeam?.address).toBe('csattendance@norfolk.gov.uk');
    expect(caseloadRow(child.child, child.day('2025-11-12')).stage).toBe('locating');

    const suffolkChild = new EnquiryStory(inSuffolk);
    suffolkChild.does(check());
    const open = { caseId: 'c2', childId: 'n', registered: true, visitRequested: true } as const;
    expect(suffolkChild.isRefused({ type: 'OpenCaseForEnquiry', ...open })).toBe('address-not-in-county');
    expect(suffolkChild.next).toBe('update-referrer');
  });
});
