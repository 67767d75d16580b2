import type { Filter } from 'mongodb';
import type { Stored } from '../../platform/projections/projection.js';
import { present, type ViewReader } from '../../platform/projections/view-reader.js';
import type { Enrolments } from '../../schools/enrolments.js';
import type { CaseloadDocument } from '../projections/caseload.js';

/** Reads from the caseload who is on a school's roll. */
export class CaseloadEnrolments implements Enrolments {
  constructor(private readonly views: ViewReader) {}

  /** @throws ViewNotBuilt */
  async of(urn: string): Promise<readonly string[]> {
    const documents = await this.views.collection<CaseloadDocument>('caseload');
    const seen = { seenBy: urn } as Filter<Stored<CaseloadDocument>>;
    const found = await documents.find(present<CaseloadDocument>(seen), { projection: { 'child.roll': 1 } }).toArray();
    const onRoll = found.filter(({ child }) => child.roll.some((entry) => entry.urn === urn && entry.to === undefined));
    return onRoll.map(({ _id }) => _id).sort();
  }
}
