import { ChangeEnquiry } from '../enquiries/commands/change-enquiry.js';
import { CheckRollsForEnquiry } from '../enquiries/commands/check-rolls.js';
import { canBeTold, TRIAGE_DECISIONS, type TriageDecision } from '../enquiries/domain/intake.js';
import type { CheckResult } from '../enquiries/domain/roll-check.js';
import { accepted, change, channel, type EnquiryForm, happened, isOpen, on, text, why } from './enquiry-form.js';

const TRIAGE: Readonly<Record<TriageDecision, string>> = {
  accept: 'Take it up',
  duplicate: 'Known already: a duplicate',
  'out-of-area': 'Not in this county',
  'not-cme': 'The child is in education',
};

/** How an enquiry is taken up: acknowledged, verified, triaged, looked for, and whose it is (R37, R38, R50). */
export const INTAKE_FORMS: readonly EnquiryForm[] = [
  {
    action: 'acknowledge',
    title: 'Acknowledge the enquiry',
    said: 'The acknowledgement is recorded.',
    button: 'Record the acknowledgement',
    controls: [channel('How it was acknowledged', 'Choose how it was acknowledged'), happened],
    offered: (enquiry) => isOpen(enquiry) && canBeTold(enquiry.referrer) && enquiry.acknowledgedOn === undefined,
    step: 'acknowledge',
    command: change((values) => ({ type: 'AcknowledgeEnquiry', channel: text(values, 'channel'), ...on(values) })),
  },
  {
    action: 'verify',
    title: 'Verify who asks',
    said: 'The verification is recorded.',
    button: 'Record the verification',
    intro: 'Nothing of a child is told to a referrer whose identity is not verified.',
    controls: [
      { kind: 'text', name: 'how', label: 'How it was verified', needed: 'Enter how it was verified', max: 500 },
    ],
    offered: (enquiry) => isOpen(enquiry) && !enquiry.verified && enquiry.referrer?.kind !== 'public',
    command: change((values) => ({ type: 'VerifyReferrer', how: text(values, 'how') })),
  },
  {
    action: 'triage',
    title: 'Triage the notification',
    said: 'The triage is recorded.',
    button: 'Record the triage',
    controls: [
      {
        kind: 'choice',
        name: 'decision',
        label: 'What becomes of it',
        needed: 'Choose what becomes of it',
        choices: TRIAGE_DECISIONS.map((value) => ({ value, text: TRIAGE[value] })),
      },
      why('Why', 'Enter why'),
    ],
    offered: (enquiry) =>
      isOpen(enquiry) && enquiry.kind === 'notification' && enquiry.link === undefined && enquiry.case === undefined,
    step: 'triage',
    command: change((values) => ({
      type: 'TriageNotification',
      decision: text(values, 'decision') as TriageDecision,
      reason: text(values, 'reason'),
    })),
  },
  {
    action: 'roll-check',
    title: 'Search our records',
    said: 'Our records have been searched.',
    button: 'Search now',
    intro: 'Every child on record is compared with what was told. Nothing is linked by it: you decide.',
    controls: [],
    offered: (enquiry) => isOpen(enquiry) && accepted(enquiry) && enquiry.link === undefined,
    step: 'check-rolls',
    command: (id, caller) => new CheckRollsForEnquiry(id, caller),
  },
  {
    action: 'other-check',
    title: 'Record a check of another system',
    said: 'The check is recorded.',
    button: 'Record the check',
    controls: [
      {
        kind: 'text',
        name: 'system',
        label: 'Which system',
        needed: 'Enter which system was looked at',
        max: 60,
        pattern: /^(?!cme-tracker$)/,
        wants: 'Enter the name of another system',
      },
      {
        kind: 'choice',
        name: 'result',
        label: 'What it showed',
        needed: 'Choose what it showed',
        choices: [
          { value: 'found', text: 'The child is there' },
          { value: 'not-found', text: 'The child is not there' },
          { value: 'inconclusive', text: 'It cannot be told' },
        ],
      },
    ],
    offered: (enquiry) => isOpen(enquiry) && accepted(enquiry),
    command: (id, caller, values) =>
      new CheckRollsForEnquiry(id, caller, {
        system: text(values, 'system'),
        result: text(values, 'result') as CheckResult,
      }),
  },
  {
    action: 'assign',
    title: 'Give it to another owner',
    said: 'The enquiry has another owner.',
    button: 'Change the owner',
    controls: [
      {
        kind: 'choice',
        name: 'owner',
        label: 'Whose it becomes',
        needed: 'Choose whose it becomes',
        choices: [
          { value: 'me', text: 'Mine' },
          { value: 'cme-assistant', text: 'The CME Assistants’' },
          { value: 'strategy-manager', text: 'The Strategy Manager’s' },
        ],
      },
    ],
    offered: ({ duties }) => duties.length > 0,
    command: (id, caller, values) => {
      const chosen = text(values, 'owner');
      const owner = chosen === 'me' ? caller.person.id : `${chosen}@${caller.person.organisation}`;
      return new ChangeEnquiry(id, caller, { type: 'AssignEnquiry', owner });
    },
  },
];
