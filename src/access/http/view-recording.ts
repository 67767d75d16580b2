import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../../platform/http/problem.js';
import { actorOf } from '../../platform/identity/person.js';
import { isSafeguarding } from '../../safeguarding/permissions.js';
import type { AccessRecorder } from '../access-recorder.js';
import { usualPurpose } from '../permissions.js';
import { alsoShown, searchOf } from './also-shown.js';
import { statedPurpose } from './purpose.js';
import { plainFilters, type Shown, shownAt } from './read-routes.js';

type Recorder = Pick<AccessRecorder, 'full' | 'viewed' | 'enquiryViewed' | 'listed'>;

const RETRY = { 'retry-after': '2' };

/**
 * Notes every read of a child's record or of an enquiry and every page of a list, whichever room answers it: `Purpose` is checked before,
 * the note is made when there is an answer to send, and it is written down after. Refused reads show nothing and are none.
 */
export function recordViews(server: FastifyInstance, recorder: Recorder): void {
  server.addHook('preHandler', (request, _reply, done) => {
    if (shownTo(request) === undefined) return done();
    try {
      statedPurpose(request);
    } catch (error) {
      return done(error as Error);
    }
    if (!recorder.full) return done();
    done(problem('unavailable', 'Who looks at records cannot be written down now, so none is shown.', {}, RETRY));
  });
  server.addHook('onSend', (request, reply, payload, done) => {
    const shown = reply.statusCode < 300 ? shownTo(request) : undefined;
    if (shown !== undefined) note(recorder, request, shown);
    done(null, payload);
  });
}

function shownTo({ method, person, routeOptions }: FastifyRequest): Shown | undefined {
  if (!person || routeOptions.url === undefined) return undefined;
  return shownAt(routeOptions.url, method);
}

function note(recorder: Recorder, request: FastifyRequest, shown: Shown): void {
  const { person } = request;
  if (!person) return;
  const about = { actor: actorOf(person), purpose: statedPurpose(request) ?? usualPurpose(person) };
  if (shown.of === 'list') {
    const query = (request.query ?? {}) as Readonly<Record<string, unknown>>;
    recorder.listed({ ...about, list: shown.list, filters: plainFilters(query) });
    return;
  }
  const what = shown.of === 'search' ? ['search'] : ['enquiry'];
  for (const childId of alsoShown(request)) recorder.viewed({ ...about, childId, what });
  // Two searches by the same fields are two: what was looked for is not written down, so nothing else tells them apart.
  if (shown.of === 'search') {
    recorder.listed({ ...about, list: shown.list, filters: searchOf(request), each: true });
    return;
  }
  // Without the right it was an emergency, and is on record already: it had to be, before anything was shown.
  if (shown.what.includes('safeguarding') && !isSafeguarding(person)) return;
  const { id } = request.params as { readonly id?: string };
  if (id === undefined) return;
  const look = { ...about, what: shown.what };
  if (shown.of === 'child') recorder.viewed({ ...look, childId: id.toLowerCase() });
  else recorder.enquiryViewed({ ...look, enquiryId: id.toLowerCase() });
}
