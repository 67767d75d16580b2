import type { AllStreamResolvedEvent } from '@eventstore/db-client';
import type { EventMetadata, RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import type { EventReader } from './views.js';

/** JSON as it is; a type of the future can't be understood. */
export const plainCodec: EventReader = {
  decode: async (resolved) => decodePlain(resolved),
  decodeAll: async (page) => page.map(decodePlain),
};

function decodePlain({ event }: AllStreamResolvedEvent): RecordedEvent {
  if (!event) throw new TypeError('no event');
  if (event.type === 'FromTheFuture') throw Object.assign(new Error(event.type), { name: 'UnknownEventType' });
  const { type, data, id, streamId, revision, position } = event;
  const metadata = event.metadata as unknown as EventMetadata;
  return { type, data: data as object, id, streamId, revision: Number(revision), position, metadata };
}
