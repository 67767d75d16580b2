import type { HistoryItem } from '../children/history-item.js';
import { dateInEngland } from '../platform/clock/clock.js';
import { dateInWords, longDateInWords, timeInWords } from './dates.js';
import { roleName } from './role-names.js';
import { plainWords } from './words.js';

export interface TimelineEntry {
  readonly time: string;
  readonly recordedAt: string;
  readonly by: string;
  readonly sentences: readonly string[];
  /** Where the world's date is another than that of the recording. */
  readonly happened?: string;
  /** First and last revision of the entry. */
  readonly revisions: string;
  readonly types: readonly string[];
  /** The record as it stood after this entry. */
  readonly href: string;
}

export interface TimelineDay {
  readonly date: string;
  readonly heading: string;
  readonly entries: readonly TimelineEntry[];
}

/** A child's history by days, the latest first; what one person did in one action is one entry. */
export function timelineOf(childId: string, history: readonly HistoryItem[]): readonly TimelineDay[] {
  const days: { date: string; heading: string; entries: TimelineEntry[] }[] = [];
  for (const items of actionsOf(history).reverse()) {
    const [first] = items;
    if (first === undefined) continue;
    const date = dateInEngland(first.recordedAt);
    const entry = entryOf(childId, items, first, date);
    const day = days.at(-1);
    if (day?.date === date) day.entries.push(entry);
    else days.push({ date, heading: longDateInWords(date), entries: [entry] });
  }
  return days;
}

/** Facts of one command lie side by side in the stream. */
function actionsOf(history: readonly HistoryItem[]): HistoryItem[][] {
  const actions: HistoryItem[][] = [];
  for (const item of history) {
    const last = actions.at(-1);
    if (last?.[0]?.commandId === item.commandId) last.push(item);
    else actions.push([item]);
  }
  return actions;
}

function entryOf(childId: string, items: readonly HistoryItem[], first: HistoryItem, recorded: string): TimelineEntry {
  const last = items.at(-1) ?? first;
  const dates = [...new Set(items.map(({ occurredOn }) => occurredOn))].filter((date) => date !== recorded).sort();
  const [from, to] = [dates[0], dates.at(-1)];
  const happened =
    from === undefined || to === undefined
      ? undefined
      : from === to
        ? dateInWords(from)
        : `${dateInWords(from)} to ${dateInWords(to)}`;
  return {
    time: timeInWords(first.recordedAt),
    recordedAt: first.recordedAt,
    by: roleName(first.actor),
    sentences: items.map(({ sentence }) => plainWords(sentence)),
    ...(happened === undefined ? {} : { happened }),
    revisions: first === last ? `${first.revision}` : `${first.revision} to ${last.revision}`,
    types: [...new Set(items.map(({ type }) => type))],
    href: `/children/${childId}?atRevision=${last.revision}`,
  };
}
