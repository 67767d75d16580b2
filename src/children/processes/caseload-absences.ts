import type { Filter } from 'mongodb';
import type { Stored } from '../../platform/projections/projection.js';
import { present, type ViewReader } from '../../platform/projections/view-reader.js';
import { SESSIONS } from '../../schools/domain/calendar.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import type { AbsentPupils } from '../../schools/processes/absent-pupils.js';
import { marksOn } from '../domain/register.js';
import type { CaseloadDocument } from '../projections/caseload.js';

/** Reads from the caseload who was absent from a school on a day. */
export class CaseloadAbsences implements AbsentPupils {
  constructor(private readonly views: ViewReader) {}

  /** @throws ViewNotBuilt */
  async on(urn: string, date: LocalDate, today: LocalDate): Promise<readonly string[]> {
    const documents = await this.views.collection<CaseloadDocument>('caseload');
    // Who is absent today is at no quiet stage; who was absent on an earlier day may be back.
    const where = { school: urn, ...(date === today ? { stage: { $ne: 'on-roll' } } : {}) };
    const found = documents.find(present<CaseloadDocument>(where as Filter<Stored<CaseloadDocument>>), {
      projection: { 'child.registers': 1 },
    });
    const absent: string[] = [];
    for await (const { _id, child } of found) {
      const marks = marksOn(child.registers[urn], date);
      if (SESSIONS.some((session) => marks?.[session] !== undefined && !marks[session].attended)) absent.push(_id);
    }
    return absent;
  }
}
