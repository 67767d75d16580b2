import { Inject, Injectable } from '@nestjs/common';
import { Problem, problem, problemType } from '../platform/http/problem.js';
import type { Person } from '../platform/identity/person.js';
import type { OperationKind, OperationRecord } from '../platform/projections/operation-records.js';
import { OperationsDesk } from '../platform/projections/operations-desk.js';
import { OperationRefused, type Requeued, ViewOperations } from '../platform/projections/view-operations.js';
import { type ViewReport, ViewsReport } from '../platform/projections/views-report.js';
import { assertOperates } from './permissions.js';

/** Why it is not allowed as things stand. */
const NOT_NOW: Readonly<Record<OperationKind, string>> = {
  rebuild: 'The view has not been built for the first time yet.',
  proof: 'The view has not been built for the first time yet.',
  compare: 'Nothing has been built beside the view: rebuild it first.',
  switch: 'Nothing has been built beside the view: rebuild it first.',
  back: 'There is no earlier build to go back to.',
};
/** A page is not kept waiting for a requeue that takes longer. Milliseconds. */
const REQUEUE_MS = 3_000;

/** What operators are shown of views, and do to them, by page or by REST. */
@Injectable()
export class ViewsDesk {
  constructor(
    @Inject(ViewsReport) private readonly report: ViewsReport<unknown>,
    @Inject(OperationsDesk) private readonly desk: OperationsDesk<unknown>,
    @Inject(ViewOperations) private readonly operations: ViewOperations<unknown>,
  ) {}

  /** @throws Problem (403) */
  views(person: Person): Promise<readonly ViewReport[]> {
    assertOperates(person);
    return this.report.views();
  }

  /** @throws Problem (403, 404) */
  async view(person: Person, name: string): Promise<ViewReport> {
    assertOperates(person);
    const found = await this.report.view(name);
    if (!found) throw unknownView();
    return found;
  }

  /** Begins an operation; `view` tells how far it is. @throws Problem (403, 404, 409) */
  async begin(person: Person, name: string, kind: string): Promise<OperationRecord> {
    assertOperates(person);
    if (!isKind(kind)) throw unknownView();
    const { allowed, operation } = await this.view(person, name);
    if (operation?.state !== 'running' && !allowed.includes(kind)) throw refused(NOT_NOW[kind]);
    return unlessRefused(this.desk.begin(kind, name));
  }

  /** Has one quarantined document built anew. @throws Problem (403, 404, 409) */
  async requeue(person: Person, name: string, key: string): Promise<Requeued> {
    assertOperates(person);
    if (!this.operations.names.includes(name)) throw unknownView();
    return unlessRefused(this.operations.requeue(name, key, { waitMs: REQUEUE_MS }));
  }
}

function unknownView(): Problem {
  return problem('not-found', 'There is no such view, or nothing of that name can be done to it.');
}

function isKind(kind: string): kind is OperationKind {
  return Object.hasOwn(NOT_NOW, kind);
}

function refused(detail: string): Problem {
  const title = 'This cannot be done as things stand';
  return new Problem({ type: problemType('operation-refused'), title, status: 409, detail });
}

async function unlessRefused<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof OperationRefused)) throw error;
    throw refused(`${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`);
  }
}
