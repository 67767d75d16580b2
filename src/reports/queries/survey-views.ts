import type { Filter } from 'mongodb';
import type { CaseloadDocument } from '../../children/projections/caseload.js';
import type { EnquiryDocument } from '../../enquiries/projections/enquiries.js';
import type { LogPosition } from '../../platform/event-store/envelope.js';
import type { Stored } from '../../platform/projections/projection.js';
import { present, type ViewReader } from '../../platform/projections/view-reader.js';
import type { ViewHealth } from '../../platform/projections/views-health.js';
import { positionText } from '../../platform/subscriptions/position.js';
import { NOTHING_TO_FIND } from '../domain/findings.js';
import { type Survey, type Surveyor, ViewsBehind } from '../survey.js';

const VIEWS = ['caseload', 'enquiries'] as const;
/** Looks at a view that is not there yet, each of a quarter of a second: a minute in all. */
const LOOKS = 240;
const LOOK_MS = 250;

export interface SurveyorParts {
  readonly views: ViewReader;
  readonly log: { end(): Promise<LogPosition | undefined> };
  /** How far each view is behind, by the event store's own word. */
  readonly health: { check(): Promise<readonly Pick<ViewHealth, 'name' | 'lag'>[]> };
}

/**
 * Surveys by the views. The end of the log is noted first, and both views are waited for until they show it, or until the
 * store says that it has nothing more for them (the log may end with facts that are no view's): so every fact recorded
 * before the survey began is in it. What the views could not read is told as such, and children at stages with nothing to
 * find are counted by the index rather than read.
 */
export class ViewSurveyor implements Surveyor {
  constructor(private readonly parts: SurveyorParts) {}

  async survey(): Promise<Survey> {
    const { views, log } = this.parts;
    const end = await log.end();
    if (end !== undefined) for (const view of VIEWS) await this.#shown(view, end);
    const caseload = await views.collection<CaseloadDocument>('caseload');
    const stages = (operator: '$in' | '$nin') =>
      present<CaseloadDocument>({ stage: { [operator]: [...NOTHING_TO_FIND] } } as Filter<Stored<CaseloadDocument>>);
    const unreadable = await Promise.all(VIEWS.map((view) => views.quarantined(view)));
    const [children = [], enquiries = []] = unreadable;
    return {
      position: end === undefined ? '' : positionText(end),
      quiet: await caseload.countDocuments(stages('$in')),
      children: this.#children(caseload.find(stages('$nin'), { projection: { child: 1 } })),
      enquiries: this.#enquiries(),
      unreadable: [
        ...children.map(({ key }) => ({ subject: 'child' as const, id: key })),
        ...enquiries.map(({ key }) => ({ subject: 'enquiry' as const, id: key })),
      ],
    };
  }

  async #shown(view: string, end: LogPosition): Promise<void> {
    for (let look = 0; look < LOOKS; look++) {
      if (await this.parts.views.waitFor(view, end, { timeoutMs: LOOK_MS })) return;
      const lag = (await this.parts.health.check()).find(({ name }) => name === view)?.lag;
      if (lag !== undefined && 'seconds' in lag && lag.streamId === undefined) return;
    }
    throw new ViewsBehind(view);
  }

  async *#children(found: AsyncIterable<{ readonly _id: string; readonly child: CaseloadDocument['child'] }>) {
    for await (const { _id, child } of found) yield { id: _id, child };
  }

  async *#enquiries() {
    const rows = await this.parts.views.collection<EnquiryDocument>('enquiries');
    for await (const { _id, ...enquiry } of rows.find(present<EnquiryDocument>(), { projection: { enquiry: 0 } })) {
      yield { id: String(_id), enquiry };
    }
  }
}
