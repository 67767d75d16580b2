import { describe, expect, it } from '@jest/globals';
import type { Projection, Stored, ViewDocument } from '../../../src/platform/projections/projection.js';
import type { QuarantineEntry, WriteOutcome } from '../../../src/platform/projections/view-store.js';
import { ViewsRunner } from '../../../src/platform/projections/views-runner.js';
import { MemoryViewStore } from '../../support/views/memory-view-store.js';
import { World } from '../../support/views/world.js';

interface Badged extends ViewDocument {
  readonly seen: readonly string[];
  readonly badge?: string;
}

/** It follows no whole stream, so that no gap tells of an event that a document lacks. */
const badges: Projection<Badged> = {
  name: 'badges',
  version: 1,
  streamPrefixes: ['child-'],
  indexes: [],
  keys: ({ streamId }) => [streamId.slice('child-'.length)],
  apply: (document, { type, data }, key) => ({
    ...document,
    _id: key,
    seen: [...(document?.seen ?? []), type],
    ...(type === 'Badged' && (data as { badge: string })),
  }),
};

/** Each call to it takes so long. */
const DATABASE_MS = 20;

/** A database with a unique index on the badge. */
class UniqueBadges extends MemoryViewStore {
  readonly #ofDocuments: ReadonlyMap<string, Stored>;

  constructor(private readonly world: World) {
    super(world.database, world.slowLink(DATABASE_MS));
    this.#ofDocuments = world.database.documents('badges_v1');
  }

  override async write(collection: string, documents: readonly Stored[]): Promise<WriteOutcome> {
    const taken = documents.filter((each) => !this.#refuses(each));
    const outcome = await super.write(collection, taken);
    const refused = documents.filter((each) => !taken.includes(each)).map(({ _id }) => [_id, 'DuplicateKey'] as const);
    return { ...outcome, refused: new Map(refused) };
  }

  /** The collection has to be made first. */
  override async addQuarantine(entry: QuarantineEntry): Promise<void> {
    await this.world.timing.delay(3 * DATABASE_MS);
    await super.addQuarantine(entry);
  }

  #refuses(document: Stored): boolean {
    const { badge } = document as Stored<Badged>;
    const others = [...this.#ofDocuments.values()].filter(({ _id }) => _id !== document._id) as Stored<Badged>[];
    return badge !== undefined && others.some((other) => other.badge === badge);
  }
}

/** Each event in a batch of its own: the next is folded while the last is being written. */
const ONE_BY_ONE = { batches: { catchingUp: 1, lingerMs: 0, live: 1 } };

/** A view of such a database, level with what is in the log. */
async function running(arrange: (world: World) => void) {
  const world = new World();
  arrange(world);
  const runner = new ViewsRunner({ ...world.dependencies(), store: new UniqueBadges(world) }, [badges], ONE_BY_ONE);
  runner.start();
  await world.untilLevel('badges_v1');
  return { world, stop: () => world.done(runner.stop()) };
}

const quarantined = (world: World) => [...world.database.quarantine.values()].map(({ key }) => key);

describe('a document that the database refused', () => {
  it('is not made from later events alone, at whatever moment they come', async () => {
    for (let ms = 0; ms <= 8 * DATABASE_MS; ms += DATABASE_MS / 2) {
      const { world, stop } = await running((at) => at.append('ada', 'Badged', { badge: 'b-1' }));
      world.append('cat', 'Badged', { badge: 'b-1' });
      await world.done(world.timing.delay(ms));
      for (const child of ['cat', 'cat', 'ada']) world.append(child, 'Seen');
      await world.untilLevel('badges_v1');
      await stop();
      expect({ ms, quarantined: quarantined(world) }).toEqual({ ms, quarantined: ['cat'] });
      const shown = world.documents('badges_v1').map(({ _id, seen }) => ({ _id, seen }));
      expect({ ms, shown }).toEqual({ ms, shown: [{ _id: 'ada', seen: ['Badged', 'Seen'] }] });
    }
  });

  it('stays as it was, marked, also when the next event would let the database take it', async () => {
    const { world, stop } = await running((at) => {
      at.append('ada', 'Badged', { badge: 'b-1' });
      at.append('cat', 'Seen');
      at.append('cat', 'Badged', { badge: 'b-1' });
      at.append('cat', 'Badged', { badge: 'b-2' });
      at.append('ada', 'Seen');
    });
    await stop();
    expect(quarantined(world)).toEqual(['cat']);
    const _stale = expect.objectContaining({ error: 'DuplicateKey' });
    expect(world.documents('badges_v1')).toContainEqual(
      expect.objectContaining({ _id: 'cat', seen: ['Seen'], _stale }),
    );
  });
});
