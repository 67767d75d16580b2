import { describe, it } from '@jest/globals';
import type { ChildEvent } from '../../../src/children/domain/child.js';
import { absent, given, on, pupil, urn } from './a-child.js';

const at = (role: string, organisation: string) => on('2025-11-12', { actor: { id: 'staff-1', role, organisation } });
const school = at('head-teacher', urn);
const authority = at('cme-assistant', '926');
const system = at('system', '926');

const away = [...pupil, ...absent('O', '2025-10-06', '2025-11-11')];
const made = (code: string, side: 'school' | 'la'): ChildEvent => ({
  type: 'ReasonableEnquiryMade',
  data: { enquiryId: `e-${code}`, side, code, outcome: 'NO_ANSWER', occurredOn: '2025-11-10' },
});
const both = [...away, made('RE02', 'school'), made('RL01', 'la')];

describe('the two sides of the joint enquiries', () => {
  it('R53: a school records no enquiry as the authority’s; the authority may take down what a school has told it', () => {
    const enquiry = { type: 'MakeEnquiry', enquiryId: 'e1', outcome: 'NO_ANSWER' } as const;
    given(...away)
      .when({ ...enquiry, code: 'RL01' }, school)
      .thenRefused('R53', 'other-side');
    given(...away)
      .when({ ...enquiry, code: 'RL01' }, authority)
      .thenMatching({ type: 'ReasonableEnquiryMade' });
    given(...away)
      .when({ ...enquiry, code: 'RE02' }, authority)
      .thenMatching({ type: 'ReasonableEnquiryMade' });
    given(...away)
      .when({ ...enquiry, code: 'RE02' }, school)
      .thenMatching({ type: 'ReasonableEnquiryMade' });
  });

  it('R44: nor a visit of the Attendance Team, which would count as the authority’s', () => {
    const visit = { type: 'LogHomeVisit', visitId: 'v1', outcome: 'NO_ANSWER' } as const;
    given(...away)
      .when({ ...visit, by: 'attendance-team' }, school)
      .thenRefused('R53', 'other-side');
    given(...away)
      .when({ ...visit, by: 'school' }, school)
      .thenMatching({ type: 'HomeVisitLogged' });
    given(...away)
      .when({ ...visit, by: 'attendance-team' }, at('attendance-team', '926'))
      .thenMatching({ type: 'HomeVisitLogged' });
  });

  it.each(['school', 'la'] as const)('R13: what the enquiries came to is said by each side itself (%s)', (side) => {
    const conclude = { type: 'ConcludeJointEnquiries', side, outcome: 'not-found' } as const;
    const [own, other] = side === 'school' ? [school, authority] : [authority, school];
    given(...both)
      .when(conclude, other)
      .thenRefused('R53', 'other-side');
    given(...both)
      .when(conclude, own)
      .thenMatching({ type: 'JointEnquiriesConcluded' });
    given(...both)
      .when(conclude, system)
      .thenMatching({ type: 'JointEnquiriesConcluded' });
  });

  it('R53: that its enquiries are complete is certified by each side itself', () => {
    const certify = { type: 'CertifyEnquiries', side: 'la' } as const;
    given(...both)
      .when(certify, school)
      .thenRefused('R53', 'other-side');
    given(...both)
      .when(certify, authority)
      .thenRefused('R53', 'enquiries-not-complete');
  });
});
