import type { ProtobufWriter } from '../wire/protobuf-writer.js';
import type { Consumer } from './consumer.js';
import { placeText, startText } from './group-settings.js';
import type { NamedGroup } from './groups.js';

/** Rates are counted from one question to the next, as on the real server. */
const asked = new WeakMap<object, { at: number; items: number }>();

function sinceLastAsked(counted: object, items: number): { items: number; perSecond: number } {
  const now = performance.now();
  const last = asked.get(counted) ?? { at: now, items: 0 };
  asked.set(counted, { at: now, items });
  const seconds = (now - last.at) / 1000;
  const since = items - last.items;
  return { items: since, perSecond: seconds > 0 ? Math.floor(since / seconds) : 0 };
}

function writeConnection(writer: ProtobufWriter, consumer: Consumer): void {
  const since = sinceLastAsked(consumer, consumer.totalItems);
  writer
    .string(1, consumer.link.from)
    .string(2, 'anonymous')
    .int(3, since.perSecond)
    .int(4, consumer.totalItems)
    .int(5, since.items);
  for (const [key, value] of consumer.latencies?.measurements() ?? []) {
    writer.message(6, (measurement) => measurement.string(1, key).int(2, value));
  }
  writer.int(7, consumer.availableSlots).int(8, consumer.unanswered.size).string(9, consumer.link.connectionName);
}

/** Writes the inside of a SubscriptionInfo. */
export function writeGroupInfo(writer: ProtobufWriter, { stream, name, group }: NamedGroup): void {
  const { settings } = group;
  const since = sinceLastAsked(group, group.totalItems);
  const inFlight = [...group.consumers].reduce((sum, consumer) => sum + consumer.unanswered.size, 0);
  const place = (at: number | undefined) => (at === undefined ? '' : placeText(stream, at));
  writer
    .string(1, stream)
    .string(2, name)
    .string(3, group.atEnd ? 'Live' : 'Behind');
  for (const consumer of group.consumers) writer.message(4, (connection) => writeConnection(connection, consumer));
  writer
    .int(5, since.perSecond)
    .int(6, group.totalItems)
    .int(7, since.items)
    .string(8, place(group.checkpoint))
    .string(9, place(group.lastKnown))
    .bool(10, settings.resolveLinks)
    .string(11, startText(stream, settings.startFrom))
    .int(12, settings.messageTimeout)
    .bool(13, settings.extraStatistics)
    .int(14, settings.maxRetryCount)
    .int(15, settings.liveBufferSize)
    .int(16, settings.historyBufferSize)
    .int(17, settings.readBatchSize)
    .int(18, settings.checkpointAfter)
    .int(19, settings.minCheckpointCount)
    .int(20, settings.maxCheckpointCount)
    .int(21, group.backlog.readCount)
    .int(22, 0)
    .int(23, group.backlog.retryCount)
    .int(24, inFlight)
    .int(25, group.outstandingCount)
    .string(26, settings.strategy)
    .int(27, settings.maxSubscriberCount)
    .int(28, group.parked.count);
}
