import { type EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { ReactingProcess } from '../../../src/platform/subscriptions/process.js';

/** Answers each absence by an event in a stream of its own, under an id that is the same at each delivery. */
export function echo(client: EventStoreDBClient): ReactingProcess {
  return {
    name: 'echo',
    streamPrefixes: ['child-'],
    startFrom: 'start',
    react: async (event, reaction) => {
      if (event.type !== 'AbsenceRecorded') return;
      const answer = jsonEvent({ id: reaction.commandId('echo'), type: 'Echoed', data: { of: event.id } });
      await client.appendToStream(`echo-${event.streamId.slice('child-'.length)}`, answer);
    },
  };
}
