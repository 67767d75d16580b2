import type { OperationKind, OperationOutcome, OperationRecord } from '../platform/projections/operation-records.js';
import type { ProjectionStatus } from '../platform/projections/status.js';
import type { ViewReport } from '../platform/projections/views-report.js';

const STATES: Readonly<Record<ProjectionStatus['state'], string>> = {
  waiting: 'nobody works it',
  'catching-up': 'catching up',
  live: 'up to date',
  retrying: 'a store is away, trying again',
  stopped: 'stopped',
};

const DONE: Readonly<Record<OperationKind, string>> = {
  rebuild: 'Rebuilt',
  compare: 'Compared',
  proof: 'Proved',
  switch: 'Switched',
  back: 'Went back',
};

/** One view in lines for a terminal. */
export function statusLines({ name, builds, health, quarantine, operation }: ViewReport): readonly string[] {
  return [
    `${name}: ${healthWords({ health })}`,
    ...builds.map((build) => `  ${buildWords(build)}`),
    ...quarantine.map(
      ({ key, streamId, fromRevision, error, requeue }) =>
        `  in quarantine: ${key}, from ${streamId || 'its document'}@${fromRevision} on (${error})${requeue ? ', asked to be built anew' : ''}`,
    ),
    ...(operation ? [`  ${operationWords(operation)}`] : []),
  ];
}

export function lagLine({ name, health }: Pick<ViewReport, 'name' | 'health'>): string {
  const { lag, stillMs } = health;
  if (!('seconds' in lag)) return `${name}: unknown (${lag.unknown})`;
  const first = lag.streamId === undefined ? '' : `, first not shown: ${lag.streamId}@${lag.revision}`;
  const still = lag.seconds === 0 ? '' : `, not moved for ${(stillMs / 1000).toFixed(1)} s`;
  return `${name}: ${lag.seconds.toFixed(1)} s behind${first}${still}`;
}

export function healthWords({ health }: Pick<ViewReport, 'health'>): string {
  const { label, lag, healthy, quarantined, stopped } = health;
  const behind = 'seconds' in lag ? `${lag.seconds.toFixed(1)} s behind` : `lag unknown (${lag.unknown})`;
  const state = stopped !== undefined ? `STOPPED (${stopped})` : healthy ? 'healthy' : 'ILL: behind and not moving';
  const missing = quarantined === 0 ? '' : `, ${counted(quarantined, 'document')} in quarantine`;
  return `${label}, ${state}, ${behind}${missing}`;
}

export function buildWords(build: ProjectionStatus): string {
  const { label, live, state, eventsDone, eventsEstimated, quarantined, error, lastProgressAt } = build;
  const of = state === 'catching-up' && eventsEstimated ? ` of about ${number(eventsEstimated)}` : '';
  return [
    `${label}${live ? ', readers are served from it' : ', kept beside'}`,
    STATES[state],
    `${number(eventsDone)}${of} events`,
    ...(quarantined > 0 ? [`${counted(quarantined, 'document')} in quarantine`] : []),
    ...(error === undefined ? [] : [error]),
    ...(lastProgressAt === undefined ? [] : [`moved last ${lastProgressAt}`]),
  ].join(' · ');
}

export function operationWords(record: OperationRecord): string {
  const { kind, state, startedAt, eventsDone, eventsEstimated, outcome, problem } = record;
  if (state === 'failed') return `last: ${kind} of ${startedAt} failed: ${problem ?? 'for no known reason'}`;
  if (state === 'done') return `last: ${startedAt}: ${outcome ? outcomeWords(kind, outcome) : kind}`;
  const of = eventsEstimated === undefined ? '' : ` of about ${number(eventsEstimated)}`;
  return `${kind} is running since ${startedAt}${eventsDone === undefined ? '' : `: ${number(eventsDone)}${of} events`}`;
}

/** What came of an operation, in one sentence. */
export function outcomeWords(kind: OperationKind, outcome: OperationOutcome): string {
  const { build, live, events, compared, fields, differing } = outcome;
  if (kind === 'rebuild') return `${DONE[kind]} as ${build} from ${counted(events ?? 0, 'event')}.`;
  if (kind === 'switch' || kind === 'back')
    return `${DONE[kind]}: readers are served from ${build} now, from ${live} before.`;
  const differ = differing === 0 ? 'none differs' : `${counted(differing ?? 0, 'document')} differ`;
  const extent = `${counted(compared ?? 0, 'document')} with ${counted(fields ?? 0, 'field')}`;
  return `${DONE[kind]} ${live} with ${kind === 'proof' ? 'a build made from the log for this' : build}: ${extent}, ${differ}.`;
}

/** Keys and names of fields, never values. */
export function differenceLines({ differences = [], differing = 0 }: OperationOutcome): readonly string[] {
  const lines = differences.map(({ key, fields }) => `  ${key}: ${fields.join(', ')}`);
  return differing > differences.length ? [...lines, `  … and ${number(differing - differences.length)} more.`] : lines;
}

export function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function number(value: number): string {
  return value.toLocaleString('en-GB');
}
