import { createHash } from 'node:crypto';
import { type Child, type ChildCommand, decide, evolve, initialChild } from '../children/domain/child.js';
import type { DecisionContext } from '../children/domain/facet.js';
import { Refusal } from '../policy/domain/refusal.js';
import { faultsOfCommand } from './invariants.js';
import type { Pupil } from './pupil.js';
import type { VirtualClock } from './virtual-clock.js';

/** Sums of a simulated year. Plain numbers by name, so that those of many clusters add up. */
export type Counts = Record<string, number>;

/** A command in so many is given twice, to see that the second adds nothing. */
const REPEATED = 25;
/** Faults kept in words; all are counted. */
const FAULTS_KEPT = 20;

/** Takes down what happens: every event into one hash, every kind into a sum, every broken invariant in words. */
export class Ledger {
  readonly counts: Counts = {};
  readonly refusals: Counts = {};
  readonly events: Counts = {};
  readonly faults: string[] = [];
  readonly #hash = createHash('sha256');
  #commands = 0;

  constructor(readonly clock: VirtualClock) {}

  get hash(): string {
    return this.#hash.copy().digest('hex');
  }

  add(what: string, by = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + by;
  }

  /** A command to a child. @returns whether it was obeyed */
  does(pupil: Pupil, command: ChildCommand, context: DecisionContext): boolean {
    const before = pupil.child;
    const events = this.attempt(() => decide(before, command, context));
    if (events === undefined) return false;
    if (events.length === 0) return true;
    const after = events.reduce(evolve, before);
    pupil.child = after;
    pupil.events.push(...events);
    this.record(pupil.id, events);
    this.faulty(pupil.id, faultsOfCommand({ before, command, events, after, context }));
    if (this.#commands % REPEATED === 0) this.#again(pupil, command, context);
    return true;
  }

  /** What is decided; undefined for a refusal, which is counted by its rule and name. */
  attempt<E>(decided: () => readonly E[]): readonly E[] | undefined {
    this.#commands++;
    try {
      return decided();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const name = `${error.reason.rule} ${error.reason.name}`;
      this.refusals[name] = (this.refusals[name] ?? 0) + 1;
      return undefined;
    }
  }

  /** Facts of any stream, in the order in which they happened. */
  record(stream: string, events: readonly { readonly type: string; readonly data: object }[]): void {
    for (const { type, data } of events) {
      this.clock.pass();
      this.events[type] = (this.events[type] ?? 0) + 1;
      this.#hash.update(`${this.clock.epoch()} ${stream} ${type} ${JSON.stringify(data)}\n`);
    }
  }

  faulty(about: string, faults: readonly string[]): void {
    if (faults.length === 0) return;
    this.add('faults', faults.length);
    for (const fault of faults) {
      if (this.faults.length < FAULTS_KEPT) this.faults.push(`${this.clock.now()} ${about}: ${fault}`);
    }
  }

  /** Whether the events of a child, folded anew, give the child that was carried along. */
  replay({ id, events, child }: Pupil): void {
    const again: Child = events.reduce(evolve, initialChild);
    if (JSON.stringify(again) !== JSON.stringify(child)) this.faulty(id, ['the replay gives another child']);
    this.add('children replayed');
  }

  get commands(): number {
    return this.#commands;
  }

  #again(pupil: Pupil, command: ChildCommand, context: DecisionContext): void {
    this.add('commands repeated');
    try {
      const repeated = decide(pupil.child, command, context);
      if (repeated.length > 0)
        this.faulty(pupil.id, [`${command.type} again adds ${repeated.map(({ type }) => type)}`]);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
}
