import type { OperationKind, OperationOutcome, OperationRecord } from '../platform/projections/operation-records.js';
import type { ProjectionStatus } from '../platform/projections/status.js';
import type { ViewReport } from '../platform/projections/views-report.js';
import { dateInWords, timeInWords } from './dates.js';
import { counted } from './words.js';

export interface OperationsPageInput {
  readonly views: readonly ViewReport[];
  /** The page asks for itself again while something is running. */
  readonly watching: boolean;
  /** Instant of looking, ISO 8601. */
  readonly now: string;
}

/** Seconds between two looks while something is running. */
const REFRESH_S = 3;

/** In the order in which they are used. */
const BUTTONS: readonly { readonly kind: OperationKind; readonly text: string; readonly hint: string }[] = [
  {
    kind: 'proof',
    text: 'Prove',
    hint: 'Makes it a second time from the log, compares every field, throws the copy away.',
  },
  { kind: 'rebuild', text: 'Rebuild', hint: 'Makes it anew beside the one that is read. Readers notice nothing.' },
  {
    kind: 'compare',
    text: 'Compare',
    hint: 'Compares what was made beside with the one that is read, field by field.',
  },
  { kind: 'switch', text: 'Switch', hint: 'From now on what was made beside is read. The one before is kept.' },
  { kind: 'back', text: 'Go back', hint: 'The one before is read again.' },
];

const STATES: Readonly<Record<ProjectionStatus['state'], string>> = {
  waiting: 'Nobody works it',
  'catching-up': 'Catching up',
  live: 'Up to date',
  retrying: 'A store is away; trying again',
  stopped: 'Stopped',
};

const KINDS: Readonly<Record<OperationKind, string>> = {
  proof: 'Proof',
  rebuild: 'Rebuild',
  compare: 'Comparison',
  switch: 'Switch',
  back: 'Going back',
};

/** What the template of the operators' page is given. */
export function operationsPage({ views, watching, now }: OperationsPageInput) {
  const running = views.some(({ operation }) => operation?.state === 'running');
  return {
    section: 'operations',
    title: 'Views',
    now,
    running,
    watching: watching && running,
    refresh: REFRESH_S,
    views: views.map(viewOf),
  };
}

function viewOf(view: ViewReport) {
  const { name, health, builds, quarantine, operation, allowed } = view;
  return {
    name,
    tag: tagOf(view),
    served: health.label,
    behind: behindOf(view),
    builds: builds.map(buildOf),
    quarantine: quarantine.map(({ key, streamId, fromRevision, error, since, requeue }) => ({
      key,
      place: streamId === '' ? 'The database refused it' : `${streamId}, revision ${fromRevision}`,
      error,
      since: at(since),
      asked: requeue ?? false,
      action: `/operations/views/${name}/quarantine/${encodeURIComponent(key)}/requeue`,
    })),
    operation: operation && operationOf(operation),
    buttons: BUTTONS.filter(({ kind }) => allowed.includes(kind)).map((button) => ({
      ...button,
      action: `/operations/views/${name}/${button.kind}`,
    })),
  };
}

function tagOf({ health, quarantine }: ViewReport) {
  if (health.stopped !== undefined) return { text: `Stopped: ${health.stopped}`, classes: 'govuk-tag--red' };
  if (!health.healthy) return { text: 'Behind and not moving', classes: 'govuk-tag--red' };
  if (quarantine.length > 0) return { text: 'Incomplete', classes: 'govuk-tag--orange' };
  return { text: 'Healthy', classes: 'govuk-tag--green' };
}

function behindOf({ health: { lag, stillMs } }: ViewReport): string {
  if (!('seconds' in lag)) return `Not known: ${lag.unknown}`;
  if (lag.streamId === undefined) return 'Shows all that is in the log';
  const still = counted(Math.round(stillMs / 1000), 'second', 'seconds');
  return `${lag.seconds.toFixed(1)} seconds behind; the first fact not shown is ${lag.streamId}, revision ${lag.revision}; not moved for ${still}`;
}

function buildOf({
  label,
  live,
  state,
  eventsDone,
  eventsEstimated,
  quarantined,
  error,
  lastProgressAt,
}: ProjectionStatus) {
  return {
    label,
    use: live ? 'Read' : 'Kept beside',
    state: error === undefined ? STATES[state] : `${STATES[state]} (${error})`,
    events: farOf(eventsDone, state === 'catching-up' ? eventsEstimated : undefined),
    quarantined,
    moved: lastProgressAt === undefined ? 'Never' : at(lastProgressAt),
  };
}

function operationOf({ kind, state, startedAt, eventsDone, eventsEstimated, outcome, problem }: OperationRecord) {
  const began = `${KINDS[kind]} begun ${at(startedAt)}`;
  const differences = (outcome?.differences ?? []).map(({ key, fields }) => ({ key, fields: fields.join(', ') }));
  if (state === 'running') {
    const far = eventsDone === undefined ? '' : `: ${farOf(eventsDone, eventsEstimated)} facts read`;
    return {
      words: `${began} is running${far}.`,
      value: eventsDone,
      most: eventsEstimated,
      running: true,
      differences,
    };
  }
  if (state === 'failed')
    return { words: `${began} failed: ${problem ?? 'for no known reason'}.`, failed: true, differences };
  return { words: `${began}: ${outcome ? outcomeOf(kind, outcome) : 'done'}`, differences };
}

function outcomeOf(
  kind: OperationKind,
  { build, live, events, compared, fields, differing }: OperationOutcome,
): string {
  if (kind === 'rebuild') return `made ${build} from ${counted(events ?? 0, 'fact', 'facts')}.`;
  if (kind === 'switch' || kind === 'back') return `${build} is read now, ${live} was before.`;
  const differ = differing === 0 ? 'none differs' : `${(differing ?? 0).toLocaleString('en-GB')} differ`;
  const extent = `${counted(compared ?? 0, 'document', 'documents')} with ${counted(fields ?? 0, 'field', 'fields')}`;
  return `${extent} of ${live} compared with ${kind === 'proof' ? 'one made from the log' : build}, ${differ}.`;
}

function farOf(done: number, estimated: number | undefined): string {
  const of = estimated === undefined ? '' : ` of about ${estimated.toLocaleString('en-GB')}`;
  return `${done.toLocaleString('en-GB')}${of}`;
}

function at(instant: string): string {
  return `${dateInWords(instant)} at ${timeInWords(instant)}`;
}
