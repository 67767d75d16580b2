/**
 * Places where a test may kill the process, to prove that nothing acknowledged is lost and nothing is half-written.
 * `CME_FAILPOINT=<name>` kills at the first passage, `<name>:<n>` at the n-th. Listed in docs/integrity.md.
 */
export type Failpoint =
  /** An append has been acknowledged by the store; neither the caller nor the state in memory knows of it yet. */
  | 'after-append'
  /** A view's documents are folded, none is written. */
  | 'before-view-write'
  /** A view's documents are written, its checkpoint is not. */
  | 'after-view-write'
  /** A view's checkpoint is written. */
  | 'after-checkpoint'
  /** A document is noted as quarantined, and not yet marked so itself. */
  | 'after-quarantine-entry'
  /** A new version of a view has caught up, readers still get the old one. */
  | 'before-switch'
  /** Readers get the new version. */
  | 'after-switch'
  /** A process has done what an event asked for; where it stands is not written. */
  | 'after-reaction'
  /** A mail server has taken a letter over, or refused it for good; the stream does not say so yet. */
  | 'after-mail-sent'
  /** A person's key is destroyed, the event that says so is not recorded. */
  | 'after-key-destroyed';

const [armed, count] = (process.env.CME_FAILPOINT ?? '').split(':');
let passages = 0;

/** Does nothing unless it is the armed one; then the process is gone, with no chance to tidy up. */
export function failpoint(name: Failpoint): void {
  if (name !== armed || ++passages < Number(count ?? 1)) return;
  process.kill(process.pid, 'SIGKILL');
}
