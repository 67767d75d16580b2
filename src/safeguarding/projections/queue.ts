import type { IndexDescription } from 'mongodb';
import type { RecordedEvent } from '../../platform/event-store/envelope.js';
import type { Projection, ViewDocument } from '../../platform/projections/projection.js';
import type { SafeguardingEvent } from '../domain/safeguarding.js';

const PREFIX = 'safeguarding-';

/** Sorts after every date. */
const NO_DATE = '9999-12-31';

interface OpenConcern {
  readonly concernId: string;
  /** Undecided, it is due on the day it was raised (R57). */
  readonly since: string;
  readonly decided: boolean;
}

interface Outstanding {
  readonly id: string;
  readonly concernId: string;
  readonly due: string;
}

/**
 * That something is open about a child, and which date comes first: ids and dates, which stand in plain sight in the log as
 * well. What is feared is not copied here; whoever may read it reads the stream.
 */
export interface SafeguardingQueueDocument extends ViewDocument {
  readonly state: 'open' | 'closed';
  readonly concerns: readonly OpenConcern[];
  readonly escalations: readonly Outstanding[];
  readonly actions: readonly Outstanding[];
  /** Unique sort key: the first date, then the child. */
  readonly byDue: string;
}

/** The children about whom something restricted is open, the earliest date first. */
export class SafeguardingQueueProjection implements Projection<SafeguardingQueueDocument, SafeguardingEvent> {
  readonly name = 'safeguarding-queue';
  readonly version = 1;
  readonly streamPrefixes = [PREFIX];
  readonly indexes: readonly IndexDescription[] = [{ key: { state: 1, byDue: 1 } }];

  keys({ streamId }: RecordedEvent): readonly string[] {
    return streamId.startsWith(PREFIX) ? [streamId.slice(PREFIX.length)] : [];
  }

  wholeStream(key: string): string {
    return PREFIX + key;
  }

  apply(
    document: SafeguardingQueueDocument | undefined,
    event: RecordedEvent<SafeguardingEvent>,
    key: string,
  ): SafeguardingQueueDocument {
    const { concerns, escalations, actions } = after(document ?? { concerns: [], escalations: [], actions: [] }, event);
    const undecided = concerns.filter(({ decided }) => !decided).map(({ since }) => since);
    const dates = [...undecided, ...escalations.map(({ due }) => due), ...actions.map(({ due }) => due)];
    const first = dates.reduce((earliest, date) => (date < earliest ? date : earliest), NO_DATE);
    const state = concerns.length > 0 ? 'open' : 'closed';
    return { _id: key, state, concerns, escalations, actions, byDue: `${first}|${key}` };
  }
}

type Open = Pick<SafeguardingQueueDocument, 'concerns' | 'escalations' | 'actions'>;

function after(open: Open, { type, data }: SafeguardingEvent): Open {
  const { concerns, escalations, actions } = open;
  switch (type) {
    case 'SafeguardingConcernRaised': {
      const { concernId, occurredOn } = data;
      return { ...open, concerns: [...concerns, { concernId, since: occurredOn, decided: false }] };
    }
    case 'RiskDecisionRecorded':
      return {
        ...open,
        concerns: concerns.map((each) => (each.concernId === data.concernId ? { ...each, decided: true } : each)),
      };
    case 'SafeguardingConcernClosed':
      return { ...open, concerns: concerns.filter(({ concernId }) => concernId !== data.concernId) };
    case 'SafeguardingEscalated': {
      const { escalationId: id, concernId, acknowledgementDue: due } = data;
      return { ...open, escalations: [...escalations, { id, concernId, due }] };
    }
    case 'EscalationAcknowledged':
      return { ...open, escalations: escalations.filter(({ id }) => id !== data.escalationId) };
    case 'SafeguardingActionAdded': {
      const { actionId: id, concernId, due } = data;
      return { ...open, actions: [...actions, { id, concernId, due }] };
    }
    case 'SafeguardingActionCompleted':
      return { ...open, actions: actions.filter(({ id }) => id !== data.actionId) };
    default:
      return open;
  }
}
