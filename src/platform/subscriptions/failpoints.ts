/** Places where a crash hurts most. Tests stop the process there; in production nothing happens. */
export type Failpoint =
  | 'before-write'
  | 'after-write'
  | 'after-checkpoint'
  | 'after-quarantine-entry'
  | 'before-switch'
  | 'after-switch'
  | 'before-reaction'
  | 'after-reaction';

export interface Failpoints {
  reached(point: Failpoint, view: string): void | Promise<void>;
}

export const noFailpoints: Failpoints = { reached: () => undefined };
