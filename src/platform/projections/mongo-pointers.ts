import type { Collection, Db } from 'mongodb';
import type { Pointer } from './view-store.js';

interface PointerDocument {
  readonly _id: string;
  readonly live: string;
  readonly previous?: string | null;
  readonly held?: boolean | null;
}

/** Which build of each view readers are served from: one small document a view, changed in one write. */
export class MongoPointers {
  readonly #pointers: Collection<PointerDocument>;

  constructor(database: Db) {
    this.#pointers = database.collection<PointerDocument>('views');
  }

  async find(name: string): Promise<Pointer | undefined> {
    const stored = await this.#pointers.findOne({ _id: name });
    return stored ? pointerOf(stored) : undefined;
  }

  async create(name: string, live: string): Promise<Pointer> {
    await this.#pointers.updateOne({ _id: name }, { $setOnInsert: { live } }, { upsert: true });
    return (await this.find(name)) ?? { name, live };
  }

  async move(name: string, expected: string, next: Omit<Pointer, 'name'>): Promise<boolean> {
    const { live, previous = null, held = null } = next;
    const { matchedCount } = await this.#pointers.updateOne(
      { _id: name, live: expected },
      { $set: { live, previous, held } },
    );
    return matchedCount === 1;
  }
}

function pointerOf({ _id, live, previous, held }: PointerDocument): Pointer {
  return { name: _id, live, ...(previous && { previous }), ...(held && { held }) };
}
