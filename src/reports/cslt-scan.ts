import { dateInEngland } from '../platform/clock/clock.js';
import type { LogPosition, RecordedEvent } from '../platform/event-store/envelope.js';
import { isTransient } from '../platform/subscriptions/failures.js';
import { positionText } from '../platform/subscriptions/position.js';
import { selectedTypes } from '../platform/subscriptions/selected-types.js';
import type { Decoder, EventSource } from '../platform/subscriptions/source.js';
import {
  countsAsAt,
  evolveReported,
  REPORTED_TYPES,
  type ReportedChild,
  type ReportedFact,
  unreported,
} from './domain/reported-child.js';

/** What was on record when a day was over, and what is known of that day now, of every child. */
export interface Scanned {
  readonly recorded: ReadonlyMap<string, ReportedChild>;
  readonly known: ReadonlyMap<string, ReportedChild>;
  /** Facts of that day or before that were recorded after it was over, and corrections, by type. */
  readonly recordedSince: Readonly<Record<string, number>>;
  /** How far the log was read; empty for an empty log. */
  readonly position: string;
}

/** Called with the part of the log that has been read, 0 to 1. */
export type ScanProgress = (part: number) => void;

const PREFIX = 'child-';
const PAGE = 8_000;
const LINGER_MS = 100;
const TRIES = 5;

/** Reads the children's facts from the log itself, as they were recorded: no view, which knows only how things stand now. */
export class CsltScan<R> {
  readonly #source: EventSource<R>;

  constructor(
    source: EventSource<R>,
    private readonly decoder: Decoder<R>,
  ) {
    this.#source = selectedTypes(source, decoder, REPORTED_TYPES);
  }

  /**
   * @param asOf the day; @param knownAt its last instant
   * @throws what the store throws, once a lost connection has been borne with
   */
  async read(asOf: string, knownAt: string, progress: ScanProgress = () => undefined): Promise<Scanned> {
    const recorded = new Map<string, ReportedChild>();
    const known = new Map<string, ReportedChild>();
    const recordedSince: Record<string, number> = {};
    const put = (children: Map<string, ReportedChild>, id: string, fact: ReportedFact): boolean => {
      const before = children.get(id) ?? unreported;
      const after = evolveReported(before, fact);
      children.set(id, after);
      return after !== before;
    };
    const end = await this.#source.end();
    const take = ({ streamId, metadata, ...event }: RecordedEvent) => {
      const fact = event as unknown as ReportedFact;
      const id = streamId.slice(PREFIX.length);
      const inTime = metadata.recordedAt <= knownAt;
      if (inTime) put(recorded, id, fact);
      if (!countsAsAt(fact, asOf)) return;
      const says = put(known, id, fact);
      if (says && !inTime) recordedSince[event.type] = (recordedSince[event.type] ?? 0) + 1;
    };
    let from: LogPosition | undefined;
    for (let failures = 0, caughtUp = false; !caughtUp && end !== undefined; ) {
      const feed = this.#source.subscribe({ from, streamPrefixes: [PREFIX] });
      try {
        while (!caughtUp) {
          const chunk = await feed.next(PAGE, LINGER_MS);
          for (const event of await this.#decoded(chunk.events)) take(event);
          const last = chunk.events.at(-1);
          from = chunk.upTo ?? (last === undefined ? from : this.decoder.locate(last).position);
          caughtUp = chunk.caughtUp;
          if (from !== undefined) progress(caughtUp ? 1 : Math.min(1, Number(from.commit) / Number(end.commit || 1n)));
        }
      } catch (error) {
        if (!isTransient(error) || ++failures === TRIES) throw error;
      } finally {
        await feed.close();
      }
    }
    return { recorded, known, recordedSince, position: end === undefined ? '' : positionText(end) };
  }

  async #decoded(raws: readonly R[]): Promise<readonly RecordedEvent[]> {
    if (this.decoder.decodeAll) return this.decoder.decodeAll(raws);
    return Promise.all(raws.map((raw) => this.decoder.decode(raw)));
  }
}

const HOUR = 3_600_000;

/** The last instant of a day in England, ISO 8601: an hour before midnight UTC while the clocks are forward. */
export function endOfDay(date: string): string {
  const midnight = Date.parse(`${date}T23:59:59.999Z`);
  const summer = new Date(midnight).toISOString();
  return dateInEngland(summer) === date ? summer : new Date(midnight - HOUR).toISOString();
}
