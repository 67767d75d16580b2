import { createHash } from 'node:crypto';
import type { AuthorityStreams } from '../../authority/authority-streams.js';
import { type Authority, type AuthorityCommand, decide } from '../../authority/domain/authority.js';
import type { Reconciled } from '../../authority/domain/reconciliation.js';
import type { ServedAuthority } from '../../authority/served-authority.js';
import type { DayContexts } from '../../children/day-contexts.js';
import { isOpen } from '../../children/domain/case-upkeep.js';
import { uuidOf } from '../../platform/crypto/derived-uuid.js';
import { canonicalJson } from '../../platform/event-store/canonical-json.js';
import type { CommandContext, Written } from '../../platform/event-store/envelope.js';
import { accountOf, type Finding, findingsOfChild, findingsOfEnquiry, keyOfFinding } from '../domain/findings.js';
import type { Survey, Surveyor } from '../survey.js';

export interface ReconcilerParts {
  readonly authorities: AuthorityStreams;
  readonly served: ServedAuthority;
  readonly days: DayContexts;
  readonly surveyor: Surveyor;
}

/** Facts of one write: an append has a greatest size. */
const AT_ONCE = 400;

interface Found {
  readonly findings: ReadonlyMap<string, Finding>;
  readonly counts: Pick<Reconciled, 'position' | 'children' | 'accounts' | 'openCases' | 'enquiries'>;
}

/** Checks that no child slips through the net, and records what it finds and what was mended (R19). */
export class Reconciler {
  constructor(private readonly parts: ReconcilerParts) {}

  /**
   * @param daily the check of a day by itself: made once a day
   * @throws ViewsBehind · ViewNotBuilt · StoreUnavailable · CommandIdReused
   */
  async run(asked: CommandContext, daily: boolean, lease: { check(): void } = { check: () => undefined }) {
    const { served, surveyor } = this.parts;
    const day = served.contextAt(asked.now);
    const code = served.codeAt(asked.now);
    const context = { ...asked, policy: day.policy.reference };
    const found = await this.#lookThrough(await surveyor.survey(), asked.now, day.today, lease);
    const known = (await this.parts.authorities.load(code)).state.orphans;
    const detected = [...found.findings.values()].filter((finding) => known[keyOfFinding(finding)] === undefined);
    const resolved = Object.keys(known).filter((key) => !found.findings.has(key));
    const changes = [
      ...chunks(resolved).map((part) => ({ detected: [], resolved: part })),
      ...chunks(detected).map((part) => ({ detected: part, resolved: [] })),
    ];
    for (const change of changes) {
      lease.check();
      const keys = [...change.resolved, ...change.detected.map(keyOfFinding)];
      const commandId = uuidOf(`reconciliation\n${asked.commandId}\n${keys.join()}`);
      await this.#record(code, { ...context, commandId }, { type: 'RecordFindings', ...change });
    }
    const open: Record<string, number> = {};
    for (const { kind } of found.findings.values()) open[kind] = (open[kind] ?? 0) + 1;
    const counts = { ...found.counts, detected: detected.length, resolved: resolved.length, open };
    return this.#record(code, context, {
      type: 'CompleteReconciliation',
      reconciliationId: uuidOf(`reconciliation\n${asked.commandId}`),
      daily,
      ...counts,
      hash: createHash('sha256')
        .update(canonicalJson({ counts, open: [...found.findings.keys()].sort() }))
        .digest('hex'),
    });
  }

  async #lookThrough(survey: Survey, now: string, today: string, lease: { check(): void }): Promise<Found> {
    const findings = new Map<string, Finding>();
    const accounts: Record<string, number> = { 'on-roll': survey.quiet };
    const add = (finding: Finding) => findings.set(keyOfFinding(finding), finding);
    let children = survey.quiet;
    let openCases = 0;
    for await (const { id, child } of survey.children) {
      if (children++ % 500 === 0) lease.check();
      const day = this.parts.days.day(child, now);
      for (const finding of findingsOfChild(id, child, day)) add(finding);
      const account = accountOf(child, day) ?? 'nobody';
      accounts[account] = (accounts[account] ?? 0) + 1;
      if (isOpen(child.case)) openCases++;
    }
    let enquiries = 0;
    for await (const { id, enquiry } of survey.enquiries) {
      enquiries++;
      for (const finding of findingsOfEnquiry(id, enquiry, today)) add(finding);
    }
    for (const each of survey.unreadable) add({ ...each, kind: 'record-unreadable', since: today });
    return { findings, counts: { position: survey.position, children, accounts, openCases, enquiries } };
  }

  #record(code: string, context: CommandContext, order: AuthorityCommand): Promise<Written> {
    const day = this.parts.served.contextAt(context.now);
    const decision = (authority: Authority) => decide(authority, order, day);
    return this.parts.authorities.execute(code, context, decision, { stream: 'any' });
  }
}

function chunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  const parts: T[][] = [];
  for (let first = 0; first < items.length; first += AT_ONCE) parts.push(items.slice(first, first + AT_ONCE));
  return parts;
}
