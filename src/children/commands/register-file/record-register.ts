import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CHANCE, type Chance } from '../../../platform/clock/chance.js';
import { BlindIndex } from '../../../platform/crypto/blind-index.js';
import { uuidOf } from '../../../platform/crypto/derived-uuid.js';
import { StreamNotFound } from '../../../platform/event-store/errors.js';
import type { Caller } from '../../../platform/http/caller.js';
import { problem } from '../../../platform/http/problem.js';
import { ChildStreams } from '../../child-streams.js';
import { DayContexts } from '../../day-contexts.js';
import type { Child } from '../../domain/child.js';
import { assertMayOrder, isAtSchool } from '../../permissions.js';
import type { DecidingContext } from '../child-written.js';
import { judge, type Mark, NOT_HERE, type RowVerdict } from './marks.js';
import type { RegisterRow } from './rows.js';

/** Rows looked at together: bounds what is in memory, and gathers the marks of a child into one append. */
const CHUNK = 2_000;
/** Facts in one append: well below the megabyte that a store takes. */
const MARKS_AT_ONCE = 400;
const IN_FLIGHT = 64;

/** Part of the file could not be recorded because a store was away. What was recorded stands; the file may be sent again. */
export class RegisterInterrupted extends Error {
  override readonly name = 'RegisterInterrupted';
}

interface Order {
  readonly id: string;
  readonly context: DecidingContext;
  readonly decide: (child: Child) => ReturnType<typeof judge>['events'];
  readonly options: { readonly stream: 'existing'; readonly trustMemory: true };
  readonly marks: readonly Mark[];
  verdicts: readonly RowVerdict[];
}

/** Records the session marks of a school's register file. */
@Injectable()
export class RecordRegister {
  /** Pupil numbers are held for good, so a number once found need not be asked for again. */
  private readonly known = new LRUCache<string, string>({ max: 50_000 });

  constructor(
    @Inject(ChildStreams) private readonly children: ChildStreams,
    @Inject(DayContexts) private readonly days: DayContexts,
    @Inject(BlindIndex) private readonly index: BlindIndex,
    @Inject(CHANCE) private readonly chance: Chance,
  ) {}

  /**
   * The verdicts on the rows, chunk by chunk in their order. The same file sent twice changes nothing the second time.
   * @throws Problem (403, 404) · RegisterInterrupted, with the cause, when a store is away
   */
  async *record(urn: string, caller: Caller, rows: AsyncIterable<RegisterRow>): AsyncGenerator<readonly RowVerdict[]> {
    assertMayOrder(caller.person, 'RecordMarks');
    if (isAtSchool(caller.person) && !caller.person.schools.includes(urn)) {
      throw problem('not-found', 'There is no school of yours with this URN.', { what: 'school' });
    }
    // A new id for each sending: a repeated file is told by its marks, row by row, and not by its name.
    const file = this.chance.uuid();
    let number = 0;
    for await (const chunk of chunksOf(rows, CHUNK)) {
      yield await this.recordChunk(urn, caller, chunk, `${file}\n${number++}`);
    }
  }

  private async recordChunk(urn: string, caller: Caller, chunk: readonly RegisterRow[], name: string) {
    const verdicts: RowVerdict[] = [];
    const marks = chunk.filter((row): row is Mark => 'upn' in row);
    for (const row of chunk) if ('fault' in row) verdicts.push({ row: row.row, verdict: 'refused', reason: row.fault });
    const holders = await this.holdersOf(marks);
    const orders = new Map<string, Order[]>();
    for (const mark of marks) {
      const childId = holders.get(mark.upn);
      if (childId === undefined) verdicts.push(notHere(mark.row));
      else this.addTo(orders, childId, mark, urn, caller, name);
    }
    const outcomes = this.children.executeMany([...orders.values()].flat(), { inFlight: IN_FLIGHT });
    for await (const { command, error } of outcomes) {
      // The number is reserved by a registration that is under way, or was never finished.
      if (error instanceof StreamNotFound) command.verdicts = command.marks.map(({ row }) => notHere(row));
      else if (error !== undefined) {
        throw new RegisterInterrupted('The register file could not be recorded to its end.', { cause: error });
      }
      verdicts.push(...command.verdicts);
    }
    return verdicts.sort((a, b) => a.row - b.row);
  }

  private addTo(orders: Map<string, Order[]>, childId: string, mark: Mark, urn: string, caller: Caller, name: string) {
    const ofChild = orders.get(childId) ?? [];
    orders.set(childId, ofChild);
    const last = ofChild.at(-1);
    if (last && last.marks.length < MARKS_AT_ONCE) (last.marks as Mark[]).push(mark);
    else ofChild.push(this.orderFor(childId, mark, urn, caller, `${name}\n${ofChild.length}\n${childId}`));
  }

  private orderFor(id: string, first: Mark, urn: string, caller: Caller, name: string): Order {
    const context: DecidingContext = { ...caller.context, commandId: uuidOf(`register-file\n${name}`) };
    const order: Order = {
      id,
      context,
      marks: [first],
      verdicts: [],
      options: { stream: 'existing', trustMemory: true },
      decide: (child) => {
        const day = this.days.decision(child, context.now, context.actor, urn);
        context.policy = day.policy.reference;
        const { events, verdicts } = judge(child, urn, order.marks, day);
        order.verdicts = verdicts;
        return events;
      },
    };
    return order;
  }

  private async holdersOf(marks: readonly Mark[]): Promise<ReadonlyMap<string, string>> {
    const holders = new Map<string, string>();
    const asked = new Set<string>();
    for (const { upn } of marks) {
      const known = this.known.get(upn);
      if (known !== undefined) holders.set(upn, known);
      else asked.add(upn);
    }
    if (asked.size === 0) return holders;
    for (const [upn, childId] of await this.index.find('upn', asked)) {
      holders.set(upn, childId);
      this.known.set(upn, childId);
    }
    return holders;
  }
}

function notHere(row: number): RowVerdict {
  return { row, verdict: 'refused', reason: NOT_HERE };
}

async function* chunksOf<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let chunk: T[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
