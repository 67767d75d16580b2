import type { Decoded } from '../subscriptions/decoding.js';

/** What the runner tells of itself. Telemetry listens; no personal data passes here. */
export interface ViewObserver {
  /** A batch is in the documents. */
  written(view: string, batch: WrittenBatch): void;
  dropped(reason: string): void;
  quarantined(view: string, error: string): void;
  stopped(view: string, error: string): void;
}

export interface WrittenBatch {
  readonly events: readonly Decoded[];
  readonly documents: number;
  readonly alreadyApplied: number;
  /** Milliseconds from reading the documents to having written them. */
  readonly durationMs: number;
}

export const silentObserver: ViewObserver = {
  written: () => undefined,
  dropped: () => undefined,
  quarantined: () => undefined,
  stopped: () => undefined,
};
