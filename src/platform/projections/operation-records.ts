/** What takes long enough to be told about. */
export type OperationKind = 'rebuild' | 'compare' | 'proof' | 'switch' | 'back';

/** The last operation on a view, wherever it was begun: the command line and every program see the same. No personal data. */
export interface OperationRecord {
  readonly view: string;
  /** Of this run. */
  readonly id: string;
  readonly kind: OperationKind;
  readonly state: 'running' | 'done' | 'failed';
  /** Instant. */
  readonly startedAt: string;
  /** Instant of the last word of it. */
  readonly heardAt: string;
  readonly eventsDone?: number;
  readonly eventsEstimated?: number;
  /** What came of it. */
  readonly outcome?: OperationOutcome;
  /** A sentence for the operator. */
  readonly problem?: string;
}

export interface OperationOutcome {
  /** Label of the build that was made, compared with, or is served from now. */
  readonly build: string;
  /** The build that readers were served from. */
  readonly live?: string;
  readonly events?: number;
  readonly compared?: number;
  readonly fields?: number;
  readonly differing?: number;
  /** The first of those that differ: key and names of fields, never values. */
  readonly differences?: readonly { readonly key: string; readonly fields: readonly string[] }[];
}

/** Where operations are noted, as a port. */
export interface OperationRecords {
  /** Over whatever is noted of that view: who begins holds the lease of its operations. */
  begin(record: OperationRecord): Promise<void>;
  /** Only over the record of the same run. */
  save(record: OperationRecord): Promise<void>;
  last(view: string): Promise<OperationRecord | undefined>;
}
