import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { ChildCommand } from '../../../src/children/domain/child.js';
import { DUTY_COMMANDS } from '../../../src/children/duty-commands.js';
import { type Role, WHO_MAY_ORDER } from '../../../src/children/who-may-order.js';

/** Whose a duty is before anybody has been named. */
const OWNERS: Readonly<Record<string, readonly Role[]>> = {
  'contact-parent': ['school-staff'],
  'resolve-code-n': ['school-staff'],
  'report-missing': ['school-staff'],
  'school-visit': ['school-staff'],
  'judge-run': ['school-staff'],
  'attendance-return': ['school-staff'],
  'sickness-return': ['school-staff'],
  'new-pupil-return': ['school-staff'],
  'escalate-safeguarding': ['safeguarding-lead'],
  'notify-exclusion': ['head-teacher'],
  'exclusion-provision': ['exclusions-team', 'head-teacher'],
  'review-plan': ['school-staff', 'attendance-team'],
  'assess-leave-risk': ['safeguarding-lead'],
  'leave-meeting': ['head-teacher'],
  'ask-return-date': ['school-staff'],
  'decide-leave': ['head-teacher'],
  'confirm-return': ['school-staff'],
  'report-leaver': ['school-staff'],
  'unplaced-leaver': ['school-staff'],
  'confirm-destination': ['school-staff', 'cme-assistant'],
  'open-case': ['cme-assistant'],
  'next-action': ['cme-assistant'],
  'review-case': ['cme-assistant'],
  'check-new-pupil-return': ['cme-assistant'],
  handover: ['cme-assistant'],
  'review-re-engagement': ['cme-assistant'],
  'assess-home-education': ['cme-assistant'],
  'offer-provision': ['cme-assistant'],
  'ehcp-follow-up': ['ehcp-coordinator'],
  'request-visit': ['cme-assistant'],
  visit: ['attendance-team'],
  'check-visit': ['cme-assistant', 'school-staff'],
  'accept-visit': ['attendance-team'],
  'chase-agency': ['cme-assistant'],
  'verify-information': ['cme-assistant'],
  'review-untraced': ['cme-assistant'],
  'write-to-school': ['cme-assistant'],
  'school-reply': ['cme-assistant'],
  'resend-letter': ['cme-assistant'],
  'send-letter': ['cme-assistant'],
  'risk-review': ['safeguarding-lead', 'safeguarding-officer'],
};

describe('duties and roles', () => {
  it('every kind of duty in the source is somebody’s here', () => {
    const kinds = new Set<string>();
    for (const file of globSync('src/children/domain/*.ts')) {
      // The first argument: a kind, or one of two.
      for (const [, first = ''] of readFileSync(file, 'utf8').matchAll(/duty(?:On)?\(([^,]*),/g))
        for (const [, kind = ''] of first.matchAll(/'([a-z-]+)'/g)) kinds.add(kind);
    }
    expect([...kinds].filter((kind) => OWNERS[kind] === undefined || DUTY_COMMANDS[kind] === undefined)).toEqual([]);
    expect(kinds.size).toBeGreaterThan(30);
  });

  it.each(Object.entries(OWNERS))('R45: whose %s is may do it', (kind, roles) => {
    const may = (role: Role, command: ChildCommand['type']) => WHO_MAY_ORDER[command].includes(role);
    for (const role of roles) {
      for (const command of DUTY_COMMANDS[kind] ?? [])
        expect({ role, command, may: may(role, command) }).toEqual({ role, command, may: true });
    }
  });
});
