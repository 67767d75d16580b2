import {
  END,
  type EventStoreDBClient,
  eventTypeFilter,
  type Filter,
  PARK,
  type PersistentSubscriptionToAllResolvedEvent,
  type PersistentSubscriptionToAllSettings,
  persistentSubscriptionToAllSettingsFromDefaults,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  client as connect,
  event,
  failure,
  newCategory,
  numbered,
  openServer,
  record,
  type ServerUnderTest,
  until,
} from './harness.js';

let server: ServerUnderTest;
let client: EventStoreDBClient;
const made: string[] = [];
beforeAll(async () => {
  server = await openServer();
  client = connect(server.url);
});
afterEach(async () => {
  for (const name of made.splice(0)) await client.deletePersistentSubscriptionToAll(name).catch(() => undefined);
});
afterAll(async () => {
  await client.dispose();
  await server.close();
});

async function group(settings: Partial<PersistentSubscriptionToAllSettings>, filter?: Filter): Promise<string> {
  const name = newCategory('group');
  await client.createPersistentSubscriptionToAll(
    name,
    persistentSubscriptionToAllSettingsFromDefaults(settings),
    filter ? { filter } : {},
  );
  made.push(name);
  return name;
}

function consume(name: string) {
  const subscription = client.subscribeToPersistentSubscriptionToAll(name);
  const seen = record<PersistentSubscriptionToAllResolvedEvent>(subscription);
  subscription.on('data', (delivered) => void subscription.ack(delivered));
  return { subscription, seen, stop: () => subscription.unsubscribe() };
}

const placed = ({ event: e }: PersistentSubscriptionToAllResolvedEvent, category: string) =>
  `${e?.streamId.slice(category.length)}@${e?.revision}`;

describe('a group of $all', () => {
  it('gives what its filter lets through, from the start and then live', async () => {
    const category = newCategory();
    await client.appendToStream(`${category}-1`, numbered(3));
    await client.appendToStream(`${newCategory()}-1`, numbered(3));
    await client.appendToStream(`${category}-2`, numbered(2));
    const name = await group({ startFrom: START }, streamNameFilter({ prefixes: [`${category}-`] }));
    const { seen, stop } = consume(name);
    await until('what was there has come', () => seen.events.length === 5);
    await client.appendToStream(`${category}-1`, event('Live'));
    await until('the live event has come', () => seen.events.length === 6);
    expect(seen.events.map((e) => placed(e, category))).toEqual(['-1@0', '-1@1', '-1@2', '-2@0', '-2@1', '-1@3']);
    await stop();
  });

  it('filters by event type and by regular expression too', async () => {
    const category = newCategory();
    const type = category.toUpperCase();
    await client.appendToStream(`${category}-1`, [event(`${type}Yes`), event('No'), event(`${type}Also`)]);
    const byType = consume(await group({ startFrom: START }, eventTypeFilter({ prefixes: [type] })));
    const byRegex = consume(await group({ startFrom: START }, eventTypeFilter({ regex: `^${type}(Also|Never)$` })));
    await until('both have theirs', () => byType.seen.events.length === 2 && byRegex.seen.events.length === 1);
    expect(byType.seen.events.map(({ event: e }) => e?.revision)).toEqual([0n, 2n]);
    expect(byRegex.seen.events.map(({ event: e }) => e?.revision)).toEqual([2n]);
    await byType.stop();
    await byRegex.stop();
  });

  it('starts at a position and at the end', async () => {
    const category = newCategory();
    const filter = streamNameFilter({ prefixes: [`${category}-`] });
    const { position } = await client.appendToStream(`${category}-1`, event('Before'));
    await client.appendToStream(`${category}-1`, event('Between'));
    const fromEnd = consume(await group({ startFrom: END }, filter));
    const fromPosition = consume(await group({ startFrom: position ?? START }, filter));
    await until('both are confirmed', () => fromEnd.seen.confirmed && fromPosition.seen.confirmed);
    await client.appendToStream(`${category}-1`, event('After'));
    const types = ({ seen }: typeof fromEnd) => seen.events.map(({ event: e }) => e?.type);
    await until('the live event has come to both', () =>
      [fromEnd, fromPosition].every((consumer) => types(consumer).includes('After')),
    );
    expect(types(fromEnd)).toEqual(['After']);
    expect(types(fromPosition).slice(-2)).toEqual(['Between', 'After']);
    await fromEnd.stop();
    await fromPosition.stop();
  });

  it('parks, replays, and tells how it stands', async () => {
    const category = newCategory();
    await client.appendToStream(`${category}-1`, numbered(3));
    const name = await group({ startFrom: START }, streamNameFilter({ prefixes: [`${category}-`] }));
    const subscription = client.subscribeToPersistentSubscriptionToAll(name);
    const seen = record<PersistentSubscriptionToAllResolvedEvent>(subscription);
    let patient = false;
    subscription.on('data', (delivered) => {
      void (patient ? subscription.ack(delivered) : subscription.nack(PARK, 'not yet', delivered));
    });
    const info = await until('all are parked', async () => {
      const now = await client.getPersistentSubscriptionToAllInfo(name);
      return now.stats.parkedMessageCount === 3n && now;
    });
    expect(info).toMatchObject({ eventSource: '$all', groupName: name, settings: { startFrom: START } });
    patient = true;
    await client.replayParkedMessagesToAll(name);
    await until('they have come again', () => seen.events.length === 6);
    expect(seen.events.slice(3).map((e) => placed(e, category))).toEqual(['-1@0', '-1@1', '-1@2']);
    await subscription.unsubscribe();
  });

  it('is made, listed, changed and deleted, each with the errors of a stream’s group', async () => {
    const name = await group({ startFrom: START });
    const settings = persistentSubscriptionToAllSettingsFromDefaults({ maxRetryCount: 4 });
    expect(await failure(() => client.createPersistentSubscriptionToAll(name, settings))).toEqual({
      name: 'PersistentSubscriptionExistsError',
      type: 'persistent-subscription-exists',
      code: 6,
      message: `6 ALREADY_EXISTS: Subscription group ${name} on stream $all exists.`,
      streamName: '$all',
      groupName: name,
    });
    expect((await client.listPersistentSubscriptionsToAll()).map(({ groupName }) => groupName)).toContain(name);
    await client.updatePersistentSubscriptionToAll(name, settings);
    expect((await client.getPersistentSubscriptionToAllInfo(name)).settings).toMatchObject({
      maxRetryCount: 4,
      startFrom: END,
    });
    await client.deletePersistentSubscriptionToAll(name);
    const gone = {
      name: 'PersistentSubscriptionDoesNotExistError',
      type: 'persistent-subscription-does-not-exist',
      code: 5,
      message: `5 NOT_FOUND: Subscription group ${name} on stream $all does not exist.`,
      streamName: '$all',
      groupName: name,
    };
    expect(await failure(() => client.deletePersistentSubscriptionToAll(name))).toEqual(gone);
    expect(await failure(() => client.getPersistentSubscriptionToAllInfo(name))).toEqual(gone);
    const seen = record(client.subscribeToPersistentSubscriptionToAll(name));
    await until('it has failed', () => seen.error);
    expect(await failure(() => Promise.reject(seen.error))).toEqual(gone);
  });
});
