import { beforeEach, describe, expect, it } from '@jest/globals';
import { CHILD, Office } from './an-office.js';

let office: Office;

beforeEach(async () => {
  office = new Office();
  await office.child({
    type: 'RegisterChild',
    childId: CHILD,
    givenName: 'Sara',
    familyName: 'Amin',
    dateOfBirth: '2015-04-07',
    school: { urn: '900001', startDate: '2026-01-06' },
  });
});

const ask = { type: 'RequestRiskReview', reviewId: 'v1', trigger: 'unexplained-absence', immediate: true } as const;
const decideRisk = { type: 'RecordRiskDecision', decision: 'monitor', rationale: 'seen at home' } as const;

async function concernIds(): Promise<string[]> {
  return (await office.safeguarding.load(CHILD)).state.concerns.map(({ concernId }) => concernId);
}

async function settle(concernId: string): Promise<void> {
  await office.restricted(
    { type: 'EscalateSafeguarding', escalationId: `e-${concernId}`, concernId, to: 'MASH' },
    { type: 'AcknowledgeEscalation', escalationId: `e-${concernId}` },
    { ...decideRisk, concernId },
    { type: 'CloseConcern', concernId },
  );
}

describe('the process between a child’s two streams', () => {
  it('R57 A22 opens what the child’s stream asks for, once, however often it is told and whoever was there before', async () => {
    await office.child(ask);
    expect(await office.react()).toEqual(['safeguarding SafeguardingConcernRaised']);
    // Delivered again; by a process that was killed before it wrote down where it stood; by one that begins at the start.
    expect(await office.react()).toEqual([]);
    expect(await office.react(office.log.events.length - 1)).toEqual([]);
    await office.child({ ...ask, immediate: false });
    expect(await office.react()).toEqual([]);
    expect(await concernIds()).toHaveLength(1);
  });

  it('R17 tells the child’s stream that a review has ended, without a word of it, once', async () => {
    await office.child(ask);
    await office.react();
    const [concernId = ''] = await concernIds();
    await settle(concernId);
    expect(await office.react()).toEqual(['child RiskReviewConcluded']);
    expect(await office.react()).toEqual([]);
    const told = office.log.stream(`child-${CHILD}`).at(-1);
    expect(told?.data).toEqual({ reviewId: 'v1', occurredOn: '2026-06-02' });
  });

  it('R10 R57 a concern that a lead raises makes the child’s stream say that a review is pending, and opens no second one', async () => {
    await office.restricted({ type: 'RaiseConcern', concernId: 'c1', kind: 'fgm', account: 'a special occasion' });
    expect(await office.react()).toEqual(['child RiskReviewRequested']);
    expect(await office.react()).toEqual([]);
    expect(await concernIds()).toEqual(['c1']);
    await office.restricted({ ...decideRisk, concernId: 'c1' }, { type: 'CloseConcern', concernId: 'c1' });
    expect(await office.react()).toEqual(['child RiskReviewConcluded']);
    expect((await office.children.load(CHILD)).state.risk).toMatchObject({ pending: [], concluded: ['c1'] });
    const child = office.log
      .stream(`child-${CHILD}`)
      .map(({ data }) => JSON.stringify(data))
      .join();
    expect(child).not.toMatch(/fgm|special|concernId/);
  });

  it('R17 an append whose answer was lost is tried again, and recorded once', async () => {
    await office.child(ask);
    const append = office.log.append.bind(office.log);
    office.log.append = async (...args) => {
      office.log.append = append;
      await append(...args);
      throw new TypeError('the answer was lost');
    };
    expect(await office.react()).toEqual(['safeguarding SafeguardingConcernRaised']);
    expect(await office.react()).toEqual([]);
    expect(await concernIds()).toHaveLength(1);
  });

  it('R17 the last of two concerns behind one review ends it', async () => {
    await office.child(ask);
    await office.react();
    const [first = ''] = await concernIds();
    await office.restricted({ type: 'RaiseConcern', concernId: 'second', reviewId: 'v1', kind: 'neglect' });
    expect(await office.react()).toEqual([]);
    await settle(first);
    expect(await office.react()).toEqual([]);
    await office.restricted({ ...decideRisk, concernId: 'second' }, { type: 'CloseConcern', concernId: 'second' });
    expect(await office.react()).toEqual(['child RiskReviewConcluded']);
  });

  it('R10 what is restricted is under a key of its own, which the child’s standard key does not open', async () => {
    await office.restricted({ type: 'RaiseConcern', concernId: 'c1', kind: 'fgm', account: 'a special occasion' });
    const [stored] = office.log.stream(`safeguarding-${CHILD}`);
    expect(JSON.stringify(stored?.data)).not.toMatch(/fgm|special occasion/);
    expect(stored?.data).toMatchObject({ kind: { k: `r:${CHILD}` }, account: { k: `r:${CHILD}` }, concernId: 'c1' });
  });
});
