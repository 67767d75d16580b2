// A process of its own that records thirty commands and says which were acknowledged: `<url> <id>`.
import { connectEventStore, disconnectEventStore } from '../../../src/platform/event-store/client.js';
import { EventLog } from '../../../src/platform/event-store/event-log.js';
import { StreamRepository } from '../../../src/platform/event-store/stream-repository.js';
import { contextOf, type LoanEvent, lent, secrets } from '../../unit/platform-event-store/story.js';

const [url = '', id = ''] = process.argv.slice(2);
const client = connectEventStore(url);
const repository = new StreamRepository<number, LoanEvent>(
  { log: new EventLog(client), codec: secrets().codec },
  { category: 'child', initial: 0, evolve: (count) => count + 1 },
);
for (let n = 0; n < 30; n++) {
  const { revision, repeated } = await repository.execute(id, contextOf(`c${n}`), () => [lent(`${n}`)], {
    stream: 'any',
  });
  process.stdout.write(`${JSON.stringify({ n, revision, repeated })}\n`);
}
await disconnectEventStore(client);
