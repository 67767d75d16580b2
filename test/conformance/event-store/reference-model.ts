/**
 * What the store is supposed to do, in as few words as possible: streams as lists in memory. The property test compares
 * the server with it, operation by operation.
 */
export type Expected = 'any' | 'no_stream' | 'stream_exists' | bigint;

export interface ModelEvent {
  readonly id: string;
  readonly revision: bigint;
  readonly n: number;
}

export type Outcome =
  | { readonly kind: 'appended'; readonly last: bigint }
  | { readonly kind: 'wrong version'; readonly actual: bigint | 'no_stream' }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'not found' }
  | { readonly kind: 'done' }
  | { readonly kind: 'read'; readonly events: readonly string[] };

interface ModelStream {
  events: ModelEvent[];
  tombstoned: boolean;
  softDeleted: boolean;
  truncateBefore: bigint;
  maxCount: number | undefined;
  /** Whether metadata was ever recorded for it; a deletion records some. */
  described: boolean;
}

export interface LogEntry {
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
}

export class ReferenceModel {
  readonly #streams = new Map<string, ModelStream>();
  /** Every ordinary event ever recorded, in order. */
  readonly log: LogEntry[] = [];
  /** Where an event id was last recorded: by it a repeat is recognised where no exact revision is given. */
  readonly #lately = new Map<string, { readonly stream: ModelStream; readonly revision: bigint }>();

  append(name: string, expected: Expected, events: readonly { readonly id: string; readonly n: number }[]): Outcome {
    const stream = this.#stream(name);
    if (stream.tombstoned) return { kind: 'deleted' };
    const current = this.#current(stream);
    if (expected === 'stream_exists') {
      if (stream.softDeleted) return { kind: 'deleted' };
      if (current < 0n && !stream.described) return this.#wrong(current);
    }
    const repeated = this.#repeat(stream, expected, events);
    if (repeated !== undefined) return repeated;
    const newStream = expected === 'no_stream' && (current < 0n || stream.softDeleted);
    const fits = expected === 'any' || expected === 'stream_exists' || newStream || expected === current;
    if (!fits) return this.#wrong(current);
    if (stream.softDeleted) {
      stream.softDeleted = false;
      stream.truncateBefore = current + 1n;
      stream.maxCount = undefined;
    }
    events.forEach(({ id, n }, index) => {
      const revision = current + 1n + BigInt(index);
      stream.events.push({ id, n, revision });
      this.#lately.set(id, { stream, revision });
      this.log.push({ stream: name, revision, id });
    });
    return { kind: 'appended', last: current + BigInt(events.length) };
  }

  /** All events known: the first answer again. Some of them, beginning with the first: a wrong version. */
  #repeat(stream: ModelStream, expected: Expected, events: readonly { readonly id: string }[]): Outcome | undefined {
    const exact = typeof expected === 'bigint' ? expected : expected === 'no_stream' ? -1n : undefined;
    const places = events.map(({ id }, index) => {
      if (exact === undefined) {
        const lately = this.#lately.get(id);
        return lately?.stream === stream ? lately.revision : undefined;
      }
      const revision = exact + 1n + BigInt(index);
      return stream.events.some((e) => e.revision === revision && e.id === id) ? revision : undefined;
    });
    if (places[0] === undefined) return undefined;
    if (places.includes(undefined)) return this.#wrong(this.#current(stream));
    return { kind: 'appended', last: places.at(-1) ?? -1n };
  }

  delete(name: string, expected: Expected): Outcome {
    const stream = this.#stream(name);
    const refused = this.#refused(stream, expected);
    if (refused) return refused;
    if (stream.events.length === 0 && !stream.described) return this.#wrong(-1n);
    stream.softDeleted = true;
    stream.described = true;
    return { kind: 'done' };
  }

  tombstone(name: string, expected: Expected): Outcome {
    const stream = this.#stream(name);
    const refused = this.#refused(stream, expected);
    if (refused) return refused;
    stream.tombstoned = true;
    return { kind: 'done' };
  }

  setMetadata(name: string, limits: { readonly maxCount?: number; readonly truncateBefore?: number }): Outcome {
    const stream = this.#stream(name);
    if (stream.tombstoned) return { kind: 'deleted' };
    // Describing a deleted stream brings it back, without its old events.
    stream.truncateBefore = stream.softDeleted ? this.#current(stream) + 1n : BigInt(limits.truncateBefore ?? 0);
    stream.softDeleted = false;
    stream.described = true;
    stream.maxCount = limits.maxCount;
    return { kind: 'done' };
  }

  read(name: string, direction: 'forwards' | 'backwards', from: bigint | undefined, maxCount: number): Outcome {
    const stream = this.#stream(name);
    if (stream.tombstoned) return { kind: 'deleted' };
    if (stream.events.length === 0 || stream.softDeleted) return { kind: 'not found' };
    const lastRevision = this.#current(stream);
    const oldest = stream.maxCount === undefined ? 0n : lastRevision - BigInt(stream.maxCount) + 1n;
    const visible = stream.events.filter(({ revision }) => revision >= oldest && revision >= stream.truncateBefore);
    const wanted =
      direction === 'forwards'
        ? visible.filter(({ revision }) => from === undefined || revision >= from)
        : visible.filter(({ revision }) => from === undefined || revision <= from).reverse();
    return { kind: 'read', events: wanted.slice(0, maxCount).map(({ revision, id }) => `${revision}:${id}`) };
  }

  #refused(stream: ModelStream, expected: Expected): Outcome | undefined {
    if (stream.tombstoned) return { kind: 'deleted' };
    const current = this.#current(stream);
    if (expected === 'any') return undefined;
    if (expected === 'no_stream') return current < 0n || stream.softDeleted ? undefined : this.#wrong(current);
    if (expected === 'stream_exists') {
      if (stream.softDeleted) return { kind: 'deleted' };
      return current < 0n ? this.#wrong(current) : undefined;
    }
    return expected === current ? undefined : this.#wrong(current);
  }

  #wrong(current: bigint): Outcome {
    return { kind: 'wrong version', actual: current < 0n ? 'no_stream' : current };
  }

  #current(stream: ModelStream): bigint {
    return stream.events.at(-1)?.revision ?? -1n;
  }

  #stream(name: string): ModelStream {
    const known = this.#streams.get(name);
    if (known) return known;
    const made: ModelStream = {
      events: [],
      tombstoned: false,
      softDeleted: false,
      truncateBefore: 0n,
      maxCount: undefined,
      described: false,
    };
    this.#streams.set(name, made);
    return made;
  }
}
