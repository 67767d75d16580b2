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

export interface NamedGroup {
  readonly stream: string;
  readonly name: string;
  group: Group;
}

/** All persistent subscription groups of the store. */
export class Groups {
  readonly #store: Store;
  readonly #disk: GroupStore;
  /** By stream, then by name. A stream that once had groups stays, as it does on the real server. */
  readonly #groups = new Map<string, Map<string, NamedGroup>>();
  readonly #timer: NodeJS.Timeout;

  constructor(store: Store) {
    this.#store = store;
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

  /** @param settings gets the place of the source's last event, from which it tells where to start. */
  add(stream: string, name: string, settings: (end: number) => GroupSettings, done: (added: boolean) => void): void {
    this.#sourceOf(stream, (source) => {
      if (this.find(stream, name) !== undefined) {
        done(false);
        return;
      }
      const made = settings(source(undefined).end());
      this.#disk.add(stream, name, made);
      this.#start(stream, name, made, undefined);
      done(true);
    });
  }

  /** Consumers are dropped, and come back to the group as it is then. */
  change(named: NamedGroup, settings: (end: number, old: GroupSettings) => GroupSettings): void {
    const { stream, name, group } = named;
    group.close();
    this.#sourceOf(stream, (source) => {
      const made = settings(source(undefined).end(), group.settings);
      this.#disk.change(stream, name, made);
      named.group = this.#groupOf(stream, name, made, group.checkpoint, source(made));
    });
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
    this.#sourceOf(stream, (source) => {
      const groups = this.#groups.get(stream) ?? new Map<string, NamedGroup>();
      this.#groups.set(stream, groups);
      groups.set(name, { stream, name, group: this.#groupOf(stream, name, settings, checkpoint, source(settings)) });
    });
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
      saveCheckpoint: (place) => this.#disk.saveCheckpoint(stream, name, place),
    });
  }

  /** A computed stream may have to be computed first. */
  #sourceOf(stream: string, use: (source: (settings: GroupSettings | undefined) => GroupSource) => void): void {
    const { log, views } = this.#store;
    if (stream === ALL) {
      use((settings) => {
        const filter =
          settings?.filter === undefined
            ? undefined
            : eventFilter(settings.filter, { streams: log.streamNames, types: log.typeNames });
        return allSource(log, filter, settings?.resolveLinks === true);
      });
      return;
    }
    views.open(stream, (view) => use((settings) => streamSource(view, settings?.resolveLinks === true)));
  }

  #committed(events: readonly StoredEvent[]): void {
    if (this.#groups.size === 0) return;
    const streams = new Set<string>();
    for (const id of new Set(events.map((event) => event.stream)))
      streams.add(this.#store.log.streamNames.name(id).text);
    for (const [stream, groups] of this.#groups) {
      if (stream !== ALL && !isComputed(stream) && !streams.has(stream)) continue;
      for (const { group } of groups.values()) group.committed();
    }
  }

  #tick(): void {
    for (const { group } of this.all()) group.tick();
  }
}
