import { collectionName } from '../../../src/platform/projections/projection.js';
import { positionText } from '../../../src/platform/subscriptions/position.js';
import type { TestProgram } from './program.js';

/**
 * Puts a document in quarantine as the runner would at an event that it can't apply: from the first event of its stream,
 * or from a later one, on. The document is marked at its next event, or here at once.
 */
export async function quarantined(
  { program: { services } }: TestProgram,
  view: string,
  key: string,
  { fromRevision = 0, category = 'child' } = {},
): Promise<void> {
  const documents = await services.viewReader.collection(view);
  const event = (await services.source.readStream(`${category}-${key}`, fromRevision)).at(0)?.event;
  if (!event) throw new Error('no such event');
  const at = positionText(event.position);
  // Not what the reader has in mind, which may be half a second old.
  const build = collectionName(view, (await services.viewsReport.view(view))?.health.label ?? '');
  const place = { at, streamId: `${category}-${key}`, fromRevision, eventType: event.type };
  await services.documents
    .db(documents.dbName)
    .collection<{ readonly _id: string; readonly [field: string]: unknown }>('quarantine')
    .insertOne({
      _id: `${build}|${key}`,
      build,
      name: view,
      key,
      ...place,
      error: 'RangeError',
      since: services.clock.now(),
    });
}
