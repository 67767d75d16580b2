import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type AuthorityCommand,
  type AuthorityEvent,
  authorityEventTypes,
  decide,
  evolve,
  initialAuthority,
} from '../../../src/authority/domain/authority.js';
import type { AuthorityContext } from '../../../src/authority/domain/facet.js';
import { currentEdition } from '../../../src/authority/domain/guidance.js';
import { officerOn } from '../../../src/authority/domain/officer.js';
import { authorityEvents } from '../../../src/authority/events.js';
import { sentenceOf } from '../../../src/authority/sentences.js';
import { Refusal } from '../../../src/policy/domain/refusal.js';
import { plusDays } from '../../../src/schools/domain/local-date.js';
import { specify } from '../../support/decider.js';
import { policyBook, policyFor } from '../../support/policy.js';

const on = (today: string): AuthorityContext => ({ today, policy: policyFor(today), packs: policyBook.packs });
const given = specify<typeof initialAuthority, AuthorityCommand, AuthorityEvent, AuthorityContext>(
  { initial: initialAuthority, evolve, decide },
  on('2026-09-01'),
);

const okafor = { designationId: 'd1', staffId: 'staff-7b20', name: 'M. Okafor', title: 'Strategy Manager' };
const lund = { designationId: 'd2', staffId: 'staff-9a11', name: 'K. Lund', title: 'Strategy Manager' };
const designated: AuthorityEvent = {
  type: 'CmeOfficerDesignated',
  data: { ...okafor, from: '2026-09-01', occurredOn: '2026-09-01' },
};

describe('R30 the designated officer', () => {
  it('is one person, from a day on; the same again says nothing new', () => {
    given()
      .when({ type: 'DesignateCmeOfficer', ...okafor })
      .then(designated);
    given(designated)
      .when({ type: 'DesignateCmeOfficer', ...okafor })
      .thenNothing();
    given(designated)
      .when({ type: 'DesignateCmeOfficer', ...okafor, designationId: 'd9' })
      .thenNothing();
  });

  it('ends the day before the next begins, and the history stays', () => {
    given(designated)
      .when({ type: 'DesignateCmeOfficer', ...lund, from: '2027-01-04' }, on('2026-12-10'))
      .then(
        {
          type: 'CmeOfficerDesignationEnded',
          data: { designationId: 'd1', to: '2027-01-03', occurredOn: '2026-12-10' },
        },
        { type: 'CmeOfficerDesignated', data: { ...lund, from: '2027-01-04', occurredOn: '2026-12-10' } },
      )
      .thenState((state) => {
        expect(officerOn(state, '2026-08-31')).toBeUndefined();
        expect(officerOn(state, '2027-01-03')?.name).toBe('M. Okafor');
        expect(officerOn(state, '2027-01-04')?.name).toBe('K. Lund');
        expect(state.officers).toHaveLength(2);
      });
  });

  it('is refused without a name, or to begin before the last one did', () => {
    given()
      .when({ type: 'DesignateCmeOfficer', ...okafor, name: ' ' })
      .thenRefused('R30', 'officer-not-named');
    given(designated)
      .when({ type: 'DesignateCmeOfficer', ...lund, from: '2026-09-01' })
      .thenRefused('R30', 'designation-out-of-order');
  });

  it('is exactly one on every day after the first, whatever is asked in whatever order', () => {
    const order = fc.record({ who: fc.nat(3), after: fc.integer({ min: -20, max: 40 }) });
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 12 }), (orders) => {
        let state = initialAuthority;
        for (const [index, { who, after }] of orders.entries()) {
          const from = plusDays('2026-09-01', after);
          const person = { designationId: `d${index}`, staffId: `s${who}`, name: `N${who}`, title: 'Officer' };
          try {
            state = decide(state, { type: 'DesignateCmeOfficer', ...person, from }, on('2026-09-01')).reduce(
              evolve,
              state,
            );
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
          }
        }
        const first = state.officers[0]?.from ?? '';
        for (let day = first; day <= '2026-12-31'; day = plusDays(day, 1)) {
          const current = state.officers.filter(({ from, to }) => from <= day && (to === undefined || day <= to));
          expect(current).toHaveLength(1);
        }
      }),
    );
  });
});

describe('R23 the policy packs of the authority', () => {
  const norfolk = policyBook.packs.find(({ pack }) => pack === 'norfolk')?.version ?? '';

  it('are adopted by version from a day', () => {
    given()
      .when({ type: 'AdoptPolicyVersion', pack: 'norfolk', version: norfolk })
      .then({
        type: 'PolicyVersionAdopted',
        data: { pack: 'norfolk', version: norfolk, from: '2026-09-01', occurredOn: '2026-09-01' },
      });
  });

  it('are adopted once, and only when the program holds them and they are in force', () => {
    const adopted: AuthorityEvent = {
      type: 'PolicyVersionAdopted',
      data: { pack: 'norfolk', version: norfolk, from: '2026-09-01', occurredOn: '2026-09-01' },
    };
    given(adopted)
      .when({ type: 'AdoptPolicyVersion', pack: 'norfolk', version: norfolk, from: '2026-10-01' })
      .thenNothing();
    given().when({ type: 'AdoptPolicyVersion', pack: 'norfolk', version: '0.0.9' }).thenRefused('R23', 'no-such-pack');
    given()
      .when({ type: 'AdoptPolicyVersion', pack: 'norfolk', version: norfolk, from: '2001-01-01' })
      .thenRefused('R23', 'pack-not-in-force');
  });
});

const practice = {
  document: 'norfolk-cme-practice-and-procedures',
  title: 'Norfolk CME Practice and Procedures',
  kind: 'local-practice',
} as const;
const edition = { ...practice, version: '2026', dated: '2026-08-20', sha256: 'a'.repeat(64) };
const statutory = {
  document: 'dfe-children-missing-education',
  title: 'Children missing education',
  kind: 'statutory',
  version: '2025-09',
  dated: '2025-09-08',
  link: 'https://www.gov.uk/government/publications/children-missing-education',
} as const;

describe('R24 guidance', () => {
  it('is published with link, version and date, once a version', () => {
    const published: AuthorityEvent = { type: 'GuidancePublished', data: { ...statutory, occurredOn: '2026-09-01' } };
    given()
      .when({ type: 'PublishGuidance', ...statutory })
      .then(published);
    given(published)
      .when({ type: 'PublishGuidance', ...statutory })
      .thenNothing();
    given(published)
      .when({ type: 'PublishGuidance', ...statutory, link: 'https://example.org/other' })
      .thenRefused('R24', 'version-published');
  });

  it('cannot be a text that nobody can identify, nor one of the future', () => {
    const { link: _, ...bare } = statutory;
    given()
      .when({ type: 'PublishGuidance', ...bare })
      .thenRefused('R24', 'guidance-not-identified');
    given()
      .when({ type: 'PublishGuidance', ...statutory, dated: '2026-09-02' })
      .thenRefused('R24', 'guidance-not-out-yet');
  });

  it('gives way to a newer edition, and to the one before when it is withdrawn', () => {
    const first: AuthorityEvent = { type: 'GuidancePublished', data: { ...statutory, occurredOn: '2026-09-01' } };
    const second: AuthorityEvent = {
      type: 'GuidancePublished',
      data: { ...statutory, version: '2026-09', dated: '2026-09-01', occurredOn: '2026-09-02' },
    };
    const { document } = statutory;
    given(first, second)
      .when({ type: 'WithdrawGuidance', document, version: '2026-09', why: 'published-in-error' }, on('2026-09-03'))
      .thenState(({ documents }) => {
        const held = documents[document];
        expect(held && currentEdition(held)?.version).toBe('2025-09');
      });
    given(first)
      .when({ type: 'WithdrawGuidance', document, version: 'x', why: 'published-in-error' })
      .thenRefused('R24');
  });
});

describe('R58 the practice document that was not supplied', () => {
  const missing: AuthorityEvent = {
    type: 'GuidanceNotSupplied',
    data: { ...practice, namedIn: 'Riverside CME policy, section 14', occurredOn: '2026-09-01' },
  };

  it('is stated as named and not supplied until it is registered by version and hash', () => {
    const note = { type: 'NoteGuidanceNotSupplied', ...practice, namedIn: 'Riverside CME policy, section 14' } as const;
    given().when(note).then(missing);
    given(missing).when(note).thenNothing();
    given(missing)
      .when({ type: 'PublishGuidance', ...edition })
      .then({ type: 'GuidancePublished', data: { ...edition, occurredOn: '2026-09-01' } })
      .thenState(({ documents }) => {
        const held = documents[practice.document];
        expect(held).toMatchObject({ namedIn: 'Riverside CME policy, section 14' });
        expect(held && currentEdition(held)).toMatchObject({ version: '2026', sha256: 'a'.repeat(64) });
      });
  });

  it('may be called by a word that every object answers to', () => {
    for (const document of ['constructor', 'tostring', 'valueOf']) {
      given().when({ type: 'WithdrawGuidance', document, version: '1', why: 'published-in-error' }).thenRefused('R24');
      const named = { ...missing, data: { ...missing.data, document } } as AuthorityEvent;
      given()
        .when({ type: 'NoteGuidanceNotSupplied', ...practice, document, namedIn: 'Riverside CME policy, section 14' })
        .then(named);
      given(named)
        .when({ type: 'PublishGuidance', ...edition, document })
        .thenState(({ documents }) => expect(documents[document]?.editions).toHaveLength(1));
    }
  });

  it('cannot be said to be missing once it is there', () => {
    given({ type: 'GuidancePublished', data: { ...edition, occurredOn: '2026-09-01' } })
      .when({ type: 'NoteGuidanceNotSupplied', ...practice, namedIn: 'section 14' })
      .thenRefused('R58', 'guidance-supplied');
  });
});

describe('R19 the reconciliation', () => {
  const finding = { subject: 'child', id: 'c1', kind: 'on-no-roll', since: '2026-08-20' } as const;
  const { since: _, ...mended } = finding;
  const detected: AuthorityEvent = { type: 'OrphanPupilDetected', data: { ...finding, occurredOn: '2026-09-01' } };
  const run = {
    reconciliationId: 'r1',
    daily: true,
    position: '1',
    children: 3,
    accounts: { 'on-roll': 2 },
    openCases: 0,
    enquiries: 1,
    detected: 1,
    resolved: 0,
    open: { 'on-no-roll': 1 },
    hash: 'a'.repeat(64),
  };
  const completed: AuthorityEvent = { type: 'ReconciliationCompleted', data: { ...run, occurredOn: '2026-09-01' } };

  it('records what it finds once, and that it is mended once', () => {
    given()
      .when({ type: 'RecordFindings', detected: [finding, finding], resolved: [] })
      .then(detected);
    given(detected)
      .when({ type: 'RecordFindings', detected: [finding], resolved: ['unknown'] })
      .thenNothing();
    given(detected)
      .when({ type: 'RecordFindings', detected: [], resolved: ['child/c1/on-no-roll'] })
      .then({ type: 'OrphanPupilResolved', data: { ...mended, occurredOn: '2026-09-01' } })
      .thenState(({ orphans }) => expect(orphans).toEqual({}));
  });

  it('completes the check of a day by itself once; a person may ask for another', () => {
    given()
      .when({ type: 'CompleteReconciliation', ...run })
      .then(completed);
    given(completed)
      .when({ type: 'CompleteReconciliation', ...run })
      .thenNothing();
    given(completed)
      .when({ type: 'CompleteReconciliation', ...run, reconciliationId: 'r2' })
      .thenNothing();
    given(completed)
      .when({ type: 'CompleteReconciliation', ...run, reconciliationId: 'r2', daily: false })
      .thenMatching({ type: 'ReconciliationCompleted' });
    given(completed)
      .when({ type: 'CompleteReconciliation', ...run, reconciliationId: 'r2' }, on('2026-09-02'))
      .thenMatching({ type: 'ReconciliationCompleted' });
  });
});

describe('the facts of an authority’s stream', () => {
  it('are defined for the codec, read as one plain sentence, and fold in any order', () => {
    expect(authorityEvents.map(({ type }) => type).sort()).toEqual([...authorityEventTypes].sort());
    const examples = authorityEvents.map(({ type, example }) => ({ type, data: example }) as AuthorityEvent);
    for (const event of examples) {
      expect(event.data).toHaveProperty('occurredOn', expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/));
      expect(sentenceOf(event)).toMatch(/^[^\n]{5,240}[.]$/);
      expect(sentenceOf(event)).not.toMatch(/undefined|null|\[object|NaN/);
    }
    expect(() => [...examples, ...examples.toReversed()].reduce(evolve, initialAuthority)).not.toThrow();
    expect(evolve(initialAuthority, { type: 'Other', data: {} } as unknown as AuthorityEvent)).toBe(initialAuthority);
  });
});
