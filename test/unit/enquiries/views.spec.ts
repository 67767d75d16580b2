import { describe, expect, it } from '@jest/globals';
import { EnquiryPolicies } from '../../../src/enquiries/enquiry-policies.js';
import { ChildSearchProjection } from '../../../src/enquiries/projections/child-search.js';
import { EnquiriesProjection } from '../../../src/enquiries/projections/enquiries.js';
import type { Projection, ViewDocument } from '../../../src/platform/projections/projection.js';
import { policyBook } from '../../support/policy.js';
import { projecting } from '../../support/projection.js';
import {
  acknowledged,
  attending,
  checked,
  closed,
  confirmed,
  contacted,
  proposal,
  received,
  updated,
} from './an-enquiry.js';

const enquiries = new EnquiriesProjection(new EnquiryPolicies(policyBook, 'riverside')) as unknown as Projection;
const search = new ChildSearchProjection((key) => `#${key}`) as unknown as Projection;
const rowsOf = (documents: readonly ViewDocument[]) => documents as unknown as Record<string, unknown>[];

describe('the view of enquiries', () => {
  const whole = [received(), acknowledged, ...checked(proposal('a')), confirmed('a'), contacted];

  it('R37 R39 shows whose turn it is and by when, from each event once or twice', () => {
    projecting(enquiries)
      .given('enquiry-1', whole)
      .thenDocuments((documents) =>
        expect(rowsOf(documents)).toMatchObject([
          {
            _id: '1',
            state: 'open',
            name: 'AMEEN, Sarah',
            organisation: 'Suffolk County Council',
            step: 'await-school',
            owner: 'cme-assistant@926',
            due: '2026-03-26',
            byDue: '2026-03-26|1',
            childId: 'a',
            outcome: null,
          },
        ]),
      );
  });

  it('R39 keeps a closed one without a next action', () => {
    projecting(enquiries)
      .given('enquiry-1', [...whole, attending, updated, closed])
      .thenDocuments((documents) =>
        expect(rowsOf(documents)).toMatchObject([{ state: 'closed', outcome: 'attending', due: null, owner: null }]),
      );
  });

  it('R37 holds no contact, no date of birth and no reason', () => {
    projecting(enquiries)
      .given('enquiry-1', whole)
      .thenDocuments((documents) =>
        expect(JSON.stringify(documents)).not.toMatch(/cme@suffolk|Thorne|2013-07-04|Possibly|pupil number/),
      );
  });
});

describe('the view that records are found by', () => {
  const registered = {
    type: 'ChildRegistered',
    data: {
      childId: '1',
      givenName: 'Sara',
      familyName: 'Amin',
      dateOfBirth: '2013-04-07',
      upn: 'X926202524017',
      address: { lines: ['4 Mill Lane'], postcode: 'NR29 4AB' },
      occurredOn: '2026-01-05',
    },
  };
  const renamed = { type: 'DetailsChanged', data: { familyName: 'Thorne', occurredOn: '2026-02-01' } };

  it('R38 files a child under present and former names, postcodes and numbers, as hashes', () => {
    projecting(search)
      .given('child-1', [registered, { type: 'AbsenceRecorded', data: {} }, renamed])
      .thenDocuments((documents) => {
        const [row] = rowsOf(documents) as unknown as [{ keys: string[]; numbers: string[] }];
        expect(row.numbers).toEqual(['#upn X926202524017']);
        expect(row.keys.every((key) => key.startsWith('#'))).toBe(true);
        const born = row.keys.filter((key) => key.startsWith('#name-born'));
        expect(born).toHaveLength(3);
        expect(row.keys).toContain('#born-postcode 2013-04-07 NR294AB');
        expect(JSON.stringify(documents).replaceAll('#upn X926202524017', '')).not.toContain('X926202524017');
      });
  });
});
