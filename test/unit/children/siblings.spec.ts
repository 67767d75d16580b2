import { describe, expect, it } from '@jest/globals';
import { ChildStreams } from '../../../src/children/child-streams.js';
import { DayContexts } from '../../../src/children/day-contexts.js';
import { type Child, type ChildCommand, type ChildEvent, decide } from '../../../src/children/domain/child.js';
import { childEvents } from '../../../src/children/events.js';
import { Families } from '../../../src/children/processes/families.js';
import { uuidOf } from '../../../src/platform/crypto/derived-uuid.js';
import { EventCodec } from '../../../src/platform/event-store/codec.js';
import type { RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { MemoryEventLog } from '../../support/memory-event-log.js';
import { norfolkCalendar, policyBook } from '../../support/policy.js';
import { secrets } from '../platform-event-store/story.js';
import { enrolled, given, on, pupil, registered, removed } from './a-child.js';

const ANN = 'aaaaaaaa-0000-4000-8000-000000000001';
const BEN = 'bbbbbbbb-0000-4000-8000-000000000002';
const CAT = 'cccccccc-0000-4000-8000-000000000003';
const linked = (siblingId: string): ChildEvent => ({
  type: 'SiblingLinked',
  data: { siblingId, basis: 'same-household', occurredOn: '2025-11-03' },
});
const visit = { type: 'LogHomeVisit', visitId: 'v1', by: 'attendance-team', outcome: 'NO_ANSWER' } as const;

describe('a visit to a family', () => {
  it('R64 covers brothers and sisters that are linked, and no others', () => {
    given(...pupil, linked(BEN))
      .when({ ...visit, siblings: [BEN] })
      .thenMatching({ type: 'HomeVisitLogged', data: expect.objectContaining({ visitId: 'v1', siblings: [BEN] }) });
    given(...pupil, linked(BEN))
      .when({ ...visit, siblings: [BEN, CAT] })
      .thenRefused('R64', 'not-a-sibling');
  });
});

/** A crash: the store is reached no more. */
class Crash extends Error {
  override readonly name = 'StoreUnavailable';
}

async function family() {
  const clock = new FixedClock(Date.parse('2025-11-12T10:00:00.000Z'));
  const log = new MemoryEventLog();
  const codec = new EventCodec(childEvents, secrets().vault);
  const children = new ChildStreams({ log, codec });
  const days = new DayContexts({ calendarOf: () => norfolkCalendar, policyOf: () => 'riverside' }, policyBook);
  const assistant = { id: 'a', role: 'cme-assistant', organisation: '926' };
  const families = new Families({
    children,
    days,
    clock,
    actor: { id: 'system', role: 'system', organisation: '926' },
  });
  let commands = 0;
  const obey = (id: string, order: ChildCommand, events?: readonly ChildEvent[]) => {
    const commandId = uuidOf(`test ${commands++}`);
    const context = { commandId, correlationId: commandId, causationId: commandId, actor: assistant, now: clock.now() };
    const decision = (child: Child) => events ?? decide(child, order, on('2025-11-12'));
    return children.execute(id, context, decision, { stream: 'any' });
  };
  const say = (id: string, ...events: readonly ChildEvent[]) => obey(id, visit, events);
  for (const id of [ANN, BEN, CAT]) {
    if (registered.type !== 'ChildRegistered') throw new Error();
    await say(id, { ...registered, data: { ...registered.data, childId: id } }, enrolled);
  }
  let heard = 0;
  /** The process hears the log from where it stands; `times` each event. */
  const hear = async (times = 1) => {
    for (; heard < log.events.length; heard++) {
      const { streamId, revision } = log.events[heard] as { streamId: string; revision: bigint };
      const history = await children.history(streamId.slice('child-'.length));
      const event = history[Number(revision)] as RecordedEvent<ChildEvent>;
      const reaction = { commandId: (what: string) => uuidOf(`${event.id} ${what}`) };
      for (let time = 0; time < times; time++) await families.react(event, reaction);
    }
  };
  const visitsOf = async (id: string) => (await children.load(id)).state.visits.map(({ visitId }) => visitId);
  const siblingsOf = async (id: string) => [...(await children.load(id)).state.siblings].sort();
  return { log, children, obey, say, hear, visitsOf, siblingsOf };
}

describe('brothers and sisters', () => {
  it('R64 a link is made and undone on both records, however often it is told', async () => {
    const { obey, hear, siblingsOf, log } = await family();
    await obey(ANN, { type: 'LinkSibling', siblingId: BEN });
    await obey(ANN, { type: 'LinkSibling', siblingId: CAT });
    await hear(2);
    expect([await siblingsOf(ANN), await siblingsOf(BEN), await siblingsOf(CAT)]).toEqual([[BEN, CAT], [ANN], [ANN]]);
    await obey(BEN, { type: 'UnlinkSibling', siblingId: ANN, why: 'cousins' });
    await hear(2);
    expect([await siblingsOf(ANN), await siblingsOf(BEN)]).toEqual([[CAT], []]);
    const length = log.events.length;
    await hear(2);
    expect(log.events).toHaveLength(length);
  });

  it('R64 linked, unlinked and linked again before the process hears of it ends as the person left it', async () => {
    const { obey, hear, siblingsOf } = await family();
    await obey(ANN, { type: 'LinkSibling', siblingId: BEN });
    await obey(ANN, { type: 'UnlinkSibling', siblingId: BEN });
    await hear();
    expect([await siblingsOf(ANN), await siblingsOf(BEN)]).toEqual([[], []]);
    await obey(ANN, { type: 'LinkSibling', siblingId: BEN });
    await hear();
    expect([await siblingsOf(ANN), await siblingsOf(BEN)]).toEqual([[BEN], [ANN]]);
  });

  it('R64 one visit is recorded with each child once, under one id, whatever crashes between', async () => {
    const { obey, hear, visitsOf, log, children } = await family();
    await obey(ANN, { type: 'LinkSibling', siblingId: BEN });
    await obey(ANN, { type: 'LinkSibling', siblingId: CAT });
    await hear();
    await obey(ANN, { ...visit, siblings: [BEN, CAT], notes: 'Nobody at home' });
    const before = log.appends;
    log.beforeAppend = () => {
      if (log.appends === before + 2) throw new Crash();
    };
    await expect(hear()).rejects.toThrow(Crash);
    expect([await visitsOf(BEN), await visitsOf(CAT)]).toEqual([['v1'], []]);
    log.beforeAppend = () => undefined;
    await hear(3);
    expect([await visitsOf(ANN), await visitsOf(BEN), await visitsOf(CAT)]).toEqual([['v1'], ['v1'], ['v1']]);
    const told = (await children.history(CAT)).filter(({ type }) => type === 'HomeVisitLogged');
    expect(told.map(({ data }) => data)).toEqual([
      expect.objectContaining({ visitId: 'v1', notes: 'Nobody at home', siblings: [ANN], outcome: 'NO_ANSWER' }),
    ]);
  });

  it('R64 R44 the visit does what was asked for of the sister too', async () => {
    const { obey, say, hear, children } = await family();
    await obey(ANN, { type: 'LinkSibling', siblingId: BEN });
    await hear();
    await say(BEN, removed('2025-11-04'));
    await obey(BEN, { type: 'RequestVisit', requestId: 'r1' });
    await obey(ANN, { ...visit, outcome: 'CHILD_SEEN', siblings: [BEN] });
    await hear();
    expect((await children.load(BEN)).state.visitRequests).toMatchObject([{ requestId: 'r1', state: 'visited' }]);
  });

  it('R64 R67 a visit corrected for one is put in question for each other, once, from whichever record it was', async () => {
    const { obey, hear, children, log } = await family();
    await obey(ANN, { type: 'LinkSibling', siblingId: BEN });
    await obey(ANN, { type: 'LinkSibling', siblingId: CAT });
    await hear();
    await obey(ANN, { ...visit, siblings: [BEN, CAT] });
    await hear();
    // Ben's record does not name Cat: she is reached over Ann's.
    await obey(BEN, { type: 'CorrectFact', eventId: 'e1', why: 'not at home', withdrawn: { kind: 'visit', id: 'v1' } });
    await hear(2);
    const facts = async (id: string, type: ChildEvent['type']) =>
      (await children.history(id)).filter((event) => event.type === type);
    const [told] = await facts(CAT, 'HomeVisitLogged');
    const [correction] = await facts(BEN, 'FactCorrected');
    for (const id of [ANN, CAT]) expect(await facts(id, 'HomeVisitQuestioned')).toHaveLength(1);
    expect((await facts(CAT, 'HomeVisitQuestioned')).map(({ data }) => data)).toEqual([
      { visitId: 'v1', eventId: told?.id, siblingId: BEN, correctionId: correction?.id, occurredOn: '2025-11-12' },
    ]);
    expect(await facts(BEN, 'HomeVisitQuestioned')).toEqual([]);
    // Taken back for Cat too, by a person who names the event: nobody is asked twice.
    await obey(CAT, { type: 'CorrectFact', eventId: told?.id ?? '', why: 'not at home', correctly: 'No visit.' });
    await hear(2);
    const { length } = log.events;
    await hear(2);
    expect(log.events).toHaveLength(length);
    for (const id of [ANN, CAT]) expect(await facts(id, 'HomeVisitQuestioned')).toHaveLength(1);
  });

  it('R64 R67 a link that a correction takes back is taken back on both records', async () => {
    const { obey, hear, siblingsOf } = await family();
    await obey(ANN, { type: 'LinkSibling', siblingId: BEN });
    await hear();
    await obey(ANN, { type: 'CorrectFact', eventId: 'e1', why: 'cousins', withdrawn: { kind: 'sibling', id: BEN } });
    await hear(2);
    expect([await siblingsOf(ANN), await siblingsOf(BEN)]).toEqual([[], []]);
  });

  it('R64 a child that is not on record is named in one record only', async () => {
    const { obey, hear, log } = await family();
    await obey(ANN, { type: 'LinkSibling', siblingId: 'dddddddd-0000-4000-8000-000000000004' });
    const { length } = log.events;
    await hear();
    expect(log.events).toHaveLength(length);
  });
});
