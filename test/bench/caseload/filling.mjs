// Puts invented children into the live caseload of a program that runs: folded by the real projection, written by the real store. The view's
// checkpoint stays the program's own, which goes on from it with what is recorded.
import { createHmac, randomUUID } from 'node:crypto';
import { DayContexts } from '../../../dist/children/day-contexts.js';
import { CaseloadProjection } from '../../../dist/children/projections/caseload.js';
import { SeededChance } from '../../../dist/demonstration/chance.js';
import { boys, girls, surnames } from '../../../dist/demonstration/names.js';
import { MongoViewStore } from '../../../dist/platform/projections/mongo-view-store.js';
import { positionText } from '../../../dist/platform/subscriptions/position.js';
import { loadPolicyPacks } from '../../../dist/policy/policy-packs.js';
import { KnownSchools } from '../../../dist/schools/known-schools.js';
import { POLICY } from '../../../dist/start/policy.js';
import { eventsOf, tellHistories } from './histories.mjs';
import { urnOf } from './questions.mjs';

const BATCH = 500;
/** Of all children, those to whom something happened that somebody had or has to work on. */
const EVENTFUL = 0.2;
/** Days of birth of all who are of school age. */
const BIRTHDAYS = 4_300;
const FIRST_BIRTHDAY = Date.UTC(2009, 8, 1);
const DAY = 86_400_000;
/** As long as the program's own, whose key nobody has here. */
const hash = (number) => `number:${createHmac('sha256', 'bench').update(number).digest('base64url')}`;
const POSITION = { commit: 0n, prepare: 0n };

export const birthday = (n) => new Date(FIRST_BIRTHDAY + (n % BIRTHDAYS) * DAY).toISOString().slice(0, 10);

/** @returns how many events they were folded from, and one child's id */
export async function fill({ database, collection, children, today }) {
  const policies = loadPolicyPacks();
  const days = new DayContexts(new KnownSchools(policies, { policyPack: POLICY }), policies);
  const projection = new CaseloadProjection(days, hash);
  const store = new MongoViewStore(database);
  const { eventful, ordinary, refused } = tellHistories(days, today);
  if (refused > 0) throw new Error(`${refused} steps of the histories were refused`);
  const chance = new SeededChance(926);
  let events = 0;
  let oneChild;
  let batch = [];
  const flush = async () => {
    const created = new Set(batch.map(({ _id }) => _id));
    const { written } = await store.write(collection, batch, { created });
    if (written !== batch.length) throw new Error(`${written} of ${batch.length} documents were written`);
    batch = [];
  };
  for (let n = 0; n < children; n++) {
    const childId = randomUUID();
    const recorded = eventsOf(chance.pick(chance.happens(EVENTFUL) ? eventful : ordinary), {
      childId,
      urn: urnOf(n),
      givenName: chance.pick(n % 2 ? boys : girls),
      familyName: chance.pick(surnames),
      dateOfBirth: birthday(n),
      upn: `number ${n}`,
      position: POSITION,
    });
    events += recorded.length;
    const folded = recorded.reduce((document, event) => projection.apply(document, event, childId), undefined);
    const _seen = { position: positionText(POSITION), revision: recorded.length - 1 };
    batch.push({ ...projection.complete(folded), _seen });
    oneChild ??= childId;
    if (batch.length === BATCH) await flush();
  }
  if (batch.length > 0) await flush();
  return { events, oneChild };
}
