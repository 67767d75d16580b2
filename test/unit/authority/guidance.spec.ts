import { describe, expect, it } from '@jest/globals';
import { evolve as evolveAuthority, initialAuthority } from '../../../src/authority/domain/authority.js';
import { GuidanceOfAuthority } from '../../../src/authority/queries/guidance-of-authority.js';
import { dutiesOfSchool } from '../../../src/schools/domain/duties.js';
import type { SchoolContext } from '../../../src/schools/domain/facet.js';
import { decide, evolve, initialSchool, type SchoolEvent } from '../../../src/schools/domain/school.js';
import { assertMayOrder } from '../../../src/schools/permissions.js';
import { specify } from '../../support/decider.js';
import { norfolkCalendar, policyFor } from '../../support/policy.js';

const inForce = { document: 'dfe-cme', title: 'Children missing education', version: '2025-09', since: '2025-09-08' };
const on = (today: string, guidance = [inForce]): SchoolContext => ({ today, policy: policyFor(today), guidance });
const given = specify({ initial: initialSchool, evolve, decide }, on('2025-09-22'));
const acknowledge = { type: 'AcknowledgeGuidance', document: 'dfe-cme', version: '2025-09' } as const;

const school: SchoolEvent[] = [
  {
    type: 'SchoolRegistered',
    data: {
      urn: '900001',
      name: 'Hollowmere Primary School',
      phase: 'primary',
      authority: '926',
      occurredOn: '2025-09-01',
    },
  },
  {
    type: 'CalendarAdopted',
    data: { version: 1, years: norfolkCalendar.years, source: 'governing body', occurredOn: '2025-09-01' },
  },
];
const acknowledged: SchoolEvent = {
  type: 'SchoolAcknowledgedGuidance',
  data: { document: 'dfe-cme', version: '2025-09', occurredOn: '2025-09-22' },
};

describe('R35 the statutory guidance that schools follow', () => {
  it('is acknowledged by edition, once', () => {
    given(...school)
      .when(acknowledge)
      .then(acknowledged);
    given(...school, acknowledged)
      .when(acknowledge)
      .thenNothing();
  });

  it('is refused when it is unknown, or another edition counts', () => {
    given(...school)
      .when({ ...acknowledge, document: 'something-else' })
      .thenRefused('R35', 'no-such-guidance');
    given(...school)
      .when({ ...acknowledge, version: '2024' })
      .thenRefused('R35', 'guidance-not-current');
    given().when(acknowledge).thenRefused('R35', 'school-not-registered');
  });

  it('is the head’s duty within the time of the policy, until the edition that counts is acknowledged', () => {
    const due = (context: SchoolContext, ...more: SchoolEvent[]) =>
      dutiesOfSchool([...school, ...more].reduce(evolve, initialSchool), context.today, context).filter(
        ({ kind }) => kind === 'acknowledge-guidance',
      );
    expect(due(on('2025-09-22'))).toMatchObject([
      {
        key: 'acknowledge-guidance:dfe-cme/2025-09',
        owner: 'head-teacher@900001',
        due: '2025-10-06',
        overdue: false,
        rule: 'R35',
      },
    ]);
    expect(due(on('2025-10-07'))).toMatchObject([{ overdue: true }]);
    expect(due(on('2025-10-07'), acknowledged)).toEqual([]);
    const next = on('2026-01-12', [{ ...inForce, version: '2026-01', since: '2026-01-07' }]);
    expect(due(next, acknowledged)).toMatchObject([{ key: 'acknowledge-guidance:dfe-cme/2026-01', overdue: false }]);
  });

  it('is acknowledged by the school’s own head and by nobody else', () => {
    const person = (role: string, schools = ['900001']) => ({ id: 's', role, organisation: '', schools, name: '' });
    expect(() => assertMayOrder(person('head-teacher'), '900001', 'AcknowledgeGuidance')).not.toThrow();
    for (const role of ['strategy-manager', 'school-staff', 'auditor']) {
      expect(() => assertMayOrder(person(role), '900001', 'AcknowledgeGuidance')).toThrow('may not');
    }
    expect(() => assertMayOrder(person('head-teacher', ['900002']), '900001', 'AcknowledgeGuidance')).toThrow();
  });

  it('is what the authority published with the force of law, in its current edition', async () => {
    const published = { document: 'dfe-cme', title: 'Children missing education', link: 'https://www.gov.uk/cme' };
    const state = [
      { ...published, kind: 'statutory' as const, version: '2024', dated: '2024-08-19', occurredOn: '2024-09-02' },
      { ...published, kind: 'statutory' as const, version: '2025-09', dated: '2025-09-08', occurredOn: '2025-09-10' },
      {
        ...published,
        document: 'p',
        kind: 'local-practice' as const,
        version: '1',
        dated: '2025-01-01',
        occurredOn: '2025-09-10',
      },
    ].reduce((folded, data) => evolveAuthority(folded, { type: 'GuidancePublished', data }), initialAuthority);
    const guidance = new GuidanceOfAuthority({ load: async () => ({ state, revision: 2 }) });
    expect(await guidance.of('926')).toEqual([
      { document: 'dfe-cme', title: 'Children missing education', version: '2025-09', since: '2025-09-10' },
    ]);
    expect(await guidance.of(undefined)).toEqual([]);
  });
});
