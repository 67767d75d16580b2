import { isComputed } from '../links/computed-names.js';
import type { StoredEvent } from '../log/stored-event.js';
import type { Store } from '../services/store.js';
import { eventFilter } from '../subscriptions/event-filter.js';
import { Group } from './group.js';
import { ALL, type GroupSettings } from './group-settings.js';
import { allSource, type GroupSource, streamSource } from './group-source.js';
import { GroupStore } from './group-store.js';
import { ParkedMessages } from './parked-messages.js';

/** How often groups look for messages that were not answered in time, in ms. */
const TICK = 250;

/** Makes the source of a group, for its settings. */
type Sources = (settings: GroupSettings | undefined) => GroupSource;

export interface NamedGroup {
  readonly stream: string;
  readonly name: string;
  group: Group;
}

/** All persistent subscription groups of the store. */
export class Groups {
  readonly #store: Store;
  readonly #report: (error: unknown) => void;
  readonly #disk: GroupStore;
  /** By stream, then by name. A stream that once had groups stays, as it does on the real server. */
  readonly #groups = new Map<string, Map<string, NamedGroup>>();
  readonly #timer: NodeJS.Timeout;

  /** @param report hears of faults that no call is there to be told of. */
  constructor(store: Store, report: (error: unknown) => void) {
    this.#store = store;
    this.#report = report;
    this.#disk = new GroupStore(store.log.database);
    this.#timer = setInterval(() => this.#tick(), TICK);
    this.#timer.unref();
    store.log.queue.onCommit((events) => this.#committed(events));
    this.#load();
  }

  find(stream: string, name: string): NamedGroup | undefined {
    return this.#groups.get(stream)?.get(name);
  }

  /** The groups of one stream; undefined if it never had one. */
  ofStream(stream: string): readonly NamedGroup[] | undefined {
    const groups = this.#groups.get(stream);
    return groups === undefined ? undefined : [...groups.values()];
  }

  all(): readonly NamedGroup[] {
    return [...this.#groups.values()].flatMap((groups) => [...groups.values()]);
  }

  /**
   * @param settings gets the place of the source's last event, from which it tells where to start.
   * @param done is called with what kept the group from being made, if anything did.
   */
  add(
    stream: string,
    name: string,
    settings: (end: number) => GroupSettings,
    done: (outcome: 'added' | 'exists' | { readonly error: unknown }) => void,
  ): void {
    const make = (sources: Sources) => {
      if (this.find(stream, name) !== undefined) return done('exists');
      const made = settings(sources(undefined).end());
      this.#disk.add(stream, name, made);
      this.#enter(stream, name, this.#groupOf(stream, name, made, undefined, sources(made)));
      done('added');
    };
    this.#sourcesOf(stream, make, (error) => done({ error }));
  }

  /** Consumers are dropped, and come back to the group as it is then. */
  change(named: NamedGroup, settings: (end: number, old: GroupSettings) => GroupSettings): void {
    const { stream, name, group } = named;
    group.close();
    const make = (sources: Sources) => {
      const made = settings(sources(undefined).end(), group.settings);
      this.#disk.change(stream, name, made);
      named.group = this.#groupOf(stream, name, made, group.checkpoint, sources(made));
    };
    this.#sourcesOf(stream, make, this.#report);
  }

  remove(named: NamedGroup): void {
    named.group.close();
    this.#groups.get(named.stream)?.delete(named.name);
    this.#disk.remove(named.stream, named.name);
    named.group.parked.remove();
  }

  restart(): void {
    for (const { group } of this.all()) group.close();
    this.#groups.clear();
    this.#load();
  }

  close(): void {
    clearInterval(this.#timer);
    for (const { group } of this.all()) group.close();
  }

  #load(): void {
    for (const { stream, name, settings, checkpoint } of this.#disk.all())
      this.#start(stream, name, settings, checkpoint);
  }

  #start(stream: string, name: string, settings: GroupSettings, checkpoint: number | undefined): void {
    const make = (sources: Sources) =>
      this.#enter(stream, name, this.#groupOf(stream, name, settings, checkpoint, sources(settings)));
    this.#sourcesOf(stream, make, this.#report);
  }

  #enter(stream: string, name: string, group: Group): void {
    const groups = this.#groups.get(stream) ?? new Map<string, NamedGroup>();
    this.#groups.set(stream, groups);
    groups.set(name, { stream, name, group });
  }

  #groupOf(
    stream: string,
    name: string,
    settings: GroupSettings,
    checkpoint: number | undefined,
    source: GroupSource,
  ): Group {
    const { log, now } = this.#store;
    return new Group(settings, checkpoint, {
      source,
      parked: new ParkedMessages(log, `${stream}::${name}`, now),
      messages: {
        streamOf: ({ resolved }) => {
          const event = resolved.event ?? resolved.link;
          return event === undefined ? '' : log.streamNames.name(event.stream).text;
        },
      },
      attempt: (step) => this.#attempt(step),
      saveCheckpoint: (place) => this.#disk.saveCheckpoint(stream, name, place),
    });
  }

  /** A computed stream may have to be computed first. */
  #sourcesOf(stream: string, use: (sources: Sources) => void, failed: (error: unknown) => void): void {
    const attempt = (sources: () => Sources) => {
      try {
        use(sources());
      } catch (error) {
        failed(error);
      }
    };
    if (stream === ALL) attempt(() => (settings) => this.#allSource(settings));
    else {
      this.#store.views.open(stream, (opening) =>
        attempt(() => {
          const view = opening();
          return (settings) => streamSource(view, settings?.resolveLinks === true);
        }),
      );
    }
  }

  #allSource(settings: GroupSettings | undefined): GroupSource {
    const { log } = this.#store;
    const filter =
      settings?.filter === undefined
        ? undefined
        : eventFilter(settings.filter, { streams: log.streamNames, types: log.typeNames });
    return allSource(log, filter, settings?.resolveLinks === true);
  }

  #committed(events: readonly StoredEvent[]): void {
    if (this.#groups.size === 0) return;
    const streams = new Set<string>();
    for (const id of new Set(events.map((event) => event.stream)))
      streams.add(this.#store.log.streamNames.name(id).text);
    for (const [stream, groups] of this.#groups) {
      if (stream !== ALL && !isComputed(stream) && !streams.has(stream)) continue;
      for (const { group } of groups.values()) this.#attempt(() => group.committed());
    }
  }

  #tick(): void {
    for (const { group } of this.all()) this.#attempt(() => group.tick());
  }

  /** A fault of one group must not reach the others, nor the commit that it heard of. */
  #attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#report(error);
    }
  }
}
