/** A fact as it was recorded, of whatever stream. */
export interface RecordedFact {
  readonly id: string;
  readonly streamId: string;
  readonly type: string;
  readonly data: unknown;
  /** Instant, ISO 8601. */
  readonly recordedAt: string;
}

/** An event for other services, in the form of CloudEvents 1.0 (JSON). */
export interface PublicEvent {
  readonly specversion: '1.0';
  readonly id: string;
  /** The authority whose record it is. */
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: Readonly<Record<string, string | number | boolean>>;
}

/** What the mapping needs beside the fact. */
export interface FeedContext {
  /** Three digits of the authority that tells. */
  readonly authority: string;
  /** The codes of closing outcomes of every policy pack that is held. */
  readonly outcomes: ReadonlySet<string>;
}

/** A shape that a value must have to be let through: none of them can hold a name, an address or a sentence. */
type Shape = (value: unknown, context: FeedContext) => value is string | number | boolean;

const matching =
  (pattern: RegExp): Shape =>
  (value): value is string =>
    typeof value === 'string' && pattern.test(value);

const uuid = matching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const date = matching(/^\d{4}-\d{2}-\d{2}$/);
const authority = matching(/^\d{3}$/);
const hash = matching(/^[0-9a-f]{64}$/);
/** SI 2024/208 reg. 9(1)(a) to (o), or its forerunner’s 8(1). */
const ground = matching(/^[89]\(1\)\([a-o]\)$/);
const version = matching(/^\d{1,4}(\.\d{1,4}){0,2}(-\d{1,2})?$/);
const count: Shape = (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const yesNo: Shape = (value): value is boolean => typeof value === 'boolean';
/** One word of a list that is closed. */
const oneOf = (...words: readonly string[]): Shape => {
  const known = new Set(words);
  return (value): value is string => typeof value === 'string' && known.has(value);
};
const linkOfGovernment = matching(/^https:\/\/www\.gov\.uk\/[a-z0-9/-]{1,200}$/);

/** What of one kind of fact is told: nothing that is not named here. */
interface Published {
  readonly type: string;
  /** The member of `data` that the event is about; it is told only if it has its shape. `school`: that of the stream. */
  readonly subject?: string;
  readonly data: Readonly<Record<string, Shape>>;
}

/** A code of a pack’s list of outcomes, and no other text. */
const outcome: Shape = (value, { outcomes }): value is string => typeof value === 'string' && outcomes.has(value);

const SOURCES = [
  'referral',
  'off-roll-notice',
  'enquiry',
  'notification',
  'received-from-authority',
  'found',
  'other',
] as const;

const about = { caseId: uuid, occurredOn: date } as const;

/**
 * Everything that other services are told (R66). A child's own id is never told: cases have ids of their own. Of a
 * deletion not even the school is, for a small school's one leaver is known to everybody.
 */
export const PUBLISHED: Readonly<Record<string, Published>> = {
  CaseOpened: { type: 'cme.case.opened.v1', subject: 'caseId', data: { ...about, source: oneOf(...SOURCES) } },
  CaseReopened: { type: 'cme.case.reopened.v1', subject: 'caseId', data: about },
  CaseClosed: {
    type: 'cme.case.closed.v1',
    subject: 'caseId',
    data: { ...about, outcome, policyOutcome: oneOf('a', 'b', 'c', 'd') },
  },
  CaseTransferredOut: {
    type: 'cme.handover.sent.v1',
    subject: 'handoverId',
    data: { handoverId: uuid, toAuthority: authority, acknowledgementDue: date, occurredOn: date },
  },
  CaseTransferAcknowledged: {
    type: 'cme.handover.acknowledged.v1',
    subject: 'handoverId',
    data: { handoverId: uuid, occurredOn: date },
  },
  CaseTransferRejected: {
    type: 'cme.handover.rejected.v1',
    subject: 'handoverId',
    data: { handoverId: uuid, occurredOn: date },
  },
  RemovedFromRoll: { type: 'cme.roll.removed.v1', data: { ground, destinationKnown: yesNo } },
  CalendarAdopted: { type: 'cme.calendar.changed.v1', subject: 'school', data: { version: count } },
  CalendarAmended: { type: 'cme.calendar.changed.v1', subject: 'school', data: { version: count } },
  SchoolRegistered: { type: 'cme.school.registered.v1', subject: 'school', data: {} },
  PolicyVersionAdopted: { type: 'cme.policy.adopted.v1', data: { version, from: date } },
  GuidancePublished: {
    type: 'cme.guidance.published.v1',
    data: { kind: oneOf('statutory', 'local-practice'), version, dated: date, link: linkOfGovernment, sha256: hash },
  },
  CsltReportProduced: {
    type: 'cme.report.produced.v1',
    subject: 'reportId',
    data: { reportId: uuid, form: oneOf('as-recorded', 'as-known'), asOf: date, hash },
  },
  ReconciliationCompleted: {
    type: 'cme.reconciliation.completed.v1',
    subject: 'reconciliationId',
    data: { reconciliationId: uuid, occurredOn: date, detected: count, resolved: count, hash },
  },
};

/**
 * What other services are told of a fact; undefined when they are told nothing of it. Pure and total: what does not have
 * the shape that the list asks for is left out, whatever it is.
 */
export function publicEvent(fact: RecordedFact, context: FeedContext): PublicEvent | undefined {
  const published = Object.hasOwn(PUBLISHED, fact.type) ? PUBLISHED[fact.type] : undefined;
  if (published === undefined) return undefined;
  const given = (typeof fact.data === 'object' && fact.data !== null ? fact.data : {}) as Record<string, unknown>;
  const data: Record<string, string | number | boolean> = { authority: context.authority };
  for (const [name, shaped] of Object.entries(published.data)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (shaped(value, context)) data[name] = value;
  }
  const urn = SCHOOL_STREAM.exec(fact.streamId)?.[1];
  if (published.subject === 'school' && urn !== undefined) data.school = urn;
  const subject = published.subject === undefined ? undefined : data[published.subject];
  return {
    specversion: '1.0',
    id: fact.id,
    source: `/authorities/${context.authority}`,
    type: published.type,
    ...(typeof subject === 'string' ? { subject } : {}),
    time: fact.recordedAt,
    datacontenttype: 'application/json',
    data,
  };
}

const SCHOOL_STREAM = /^school-(\d{6})$/;

/** The types of recorded facts of which anything is told. */
export const PUBLISHED_FACTS: ReadonlySet<string> = new Set(Object.keys(PUBLISHED));
