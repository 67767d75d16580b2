import type { Child } from '../../children/domain/child.js';
import { namesIn } from '../../children/http/recording-controller.js';
import type { ChildDocument } from '../../children/queries/read-child.js';
import { dateInWords } from '../dates.js';
import type { Choice } from '../form-fields.js';
import { inWords } from './field-words.js';

type Facets =
  | 'identity'
  | 'siblings'
  | 'leave'
  | 'exclusions'
  | 'consultation'
  | 'proposals'
  | 'notices'
  | 'unreported'
  | 'visits'
  | 'visitRequests'
  | 'handover'
  | 'plan'
  | 'education'
  | 'causes'
  | 'vulnerabilities';

/** The facets of a child's document in which the things stand that an address or a field names. */
interface OnRecord extends Pick<Child, Facets> {
  readonly tracing: { readonly information: Child['information']; readonly agencies: Child['agencyEnquiries'] };
  readonly enforcement: { readonly attendanceOrder?: Child['attendanceOrder'] };
}

const SEPARATOR = '~';
const NONE: readonly never[] = [];

/** The things of each name, the latest first, with what tells one from another. */
const THINGS: Readonly<Record<string, (record: OnRecord) => readonly Choice[]>> = {
  leaveId: ({ leave }) =>
    latestFirst(leave).map(({ leaveId, first, last, decision = 'not decided' }) =>
      choice(leaveId, `Leave from ${dateInWords(first)} to ${dateInWords(last)}, ${decision}`),
    ),
  exclusionId: ({ exclusions }) =>
    latestFirst(exclusions).map(({ exclusionId, kind, first }) =>
      choice(exclusionId, `${inWords(kind)} from ${dateInWords(first)}`),
    ),
  consultationId: ({ consultation: it }) =>
    it ? [choice(it.consultationId, `Consultation asked for on ${dateInWords(it.requestedOn)}`)] : NONE,
  proposalId: ({ proposals }) =>
    latestFirst(proposals).map(({ proposalId, ground, proposedOn, state }) =>
      choice(proposalId, `Deletion on ground ${ground}, proposed on ${dateInWords(proposedOn)}, ${state}`),
    ),
  noticeId: ({ notices }) =>
    latestFirst(notices).map(({ noticeId, urn, receivedOn }) =>
      choice(noticeId, `Notice of school ${urn}, received on ${dateInWords(receivedOn)}`),
    ),
  requestId: ({ visitRequests }) =>
    latestFirst(visitRequests).map(({ requestId, requestedOn, state }) =>
      choice(requestId, `Visit asked for on ${dateInWords(requestedOn)}, ${inWords(state).toLowerCase()}`),
    ),
  visitId: ({ visits }) =>
    latestFirst(visits)
      .filter(({ question }) => question !== undefined)
      .map(({ visitId, by, occurredOn }) =>
        choice(visitId, `Visit of the ${inWords(by).toLowerCase()} on ${dateInWords(occurredOn)}, in question`),
      ),
  handoverId: ({ handover: it }) =>
    it ? [choice(it.handoverId, `Transfer to authority ${it.toAuthority} of ${dateInWords(it.sentOn)}`)] : NONE,
  enquiryId: ({ tracing }) =>
    latestFirst(tracing.agencies).map(({ enquiryId, agency, askedOn }) =>
      choice(enquiryId, `${inWords(agency)}, asked on ${dateInWords(askedOn)}`),
    ),
  planId: ({ plan }) => (plan ? [choice(plan.planId, `Plan agreed on ${dateInWords(plan.agreedOn)}`)] : NONE),
  informationId: ({ tracing }) =>
    latestFirst(tracing.information).map(({ informationId, receivedOn, state }) =>
      choice(informationId, `Information of ${dateInWords(receivedOn)}, ${state}`),
    ),
  orderId: ({ enforcement: { attendanceOrder: it } }) =>
    it ? [choice(it.orderId, `Order that names school ${it.urn}`)] : NONE,
  provisionId: ({ education: { provision: it } }) =>
    it ? [choice(it.provisionId, `Provision ${it.state} on ${dateInWords(it.on)}`)] : NONE,
  evidenceIds: ({ leave }) =>
    leave.flatMap(({ evidence }) =>
      evidence.map(({ evidenceId, kind, state }) => choice(evidenceId, `${inWords(kind)}, ${state}`)),
    ),
  parentId: ({ identity }) => (identity?.parents ?? []).map(({ parentId, name }) => choice(parentId, name)),
  siblingId: ({ siblings }) =>
    siblings.map((id, index) => choice(id, `Brother or sister ${index + 1}, record ${id.slice(0, 8)}`)),
};

/** The same things under the other names that bodies have for them. */
const SAME: Readonly<Record<string, string>> = { requestedBy: 'parentId', siblings: 'siblingId' };

/** The things of a name that are on the record, as choices; undefined for a name that stands for nothing there. */
export function thingsOnRecord(document: ChildDocument, name: string): readonly Choice[] | undefined {
  return THINGS[SAME[name] ?? name]?.(document as unknown as OnRecord);
}

/** What the names of an address may stand for together: the value of a choice holds each name's own, in their order. */
export function targetsOf(document: ChildDocument, path: string): readonly Choice[] {
  const record = document as unknown as OnRecord;
  const [first = '', second] = namesOfPath(path);
  if (path.startsWith(':id/causes/')) return record.causes.map(({ code }) => choice(code, code));
  if (path.startsWith(':id/vulnerabilities/')) return record.vulnerabilities.map(({ code }) => choice(code, code));
  if (second === 'evidenceId') {
    return record.leave.flatMap(({ leaveId, evidence }) =>
      evidence.map(({ evidenceId, kind, state }) =>
        choice([leaveId, evidenceId].join(SEPARATOR), `${inWords(kind)}, ${state}`),
      ),
    );
  }
  if (second === 'since') {
    return latestFirst(record.unreported).map(({ episode }) => {
      const [urn = '', since = ''] = episode.split('/');
      return choice([urn, since].join(SEPARATOR), `School ${urn}, missing since ${dateInWords(since)}`);
    });
  }
  return thingsOnRecord(document, first) ?? NONE;
}

/** The names of an address with what was chosen for them. */
export function chosenNames(path: string, target: string): Readonly<Record<string, string>> {
  const values = target.split(SEPARATOR);
  return Object.fromEntries(namesOfPath(path).map((name, index) => [name, values[index] ?? '']));
}

/** The names in an address but for the child's: things on record. */
export function namesOfPath(path: string): readonly string[] {
  return namesIn(path).filter((name) => name !== 'id');
}

function choice(value: string, text: string): Choice {
  return { value, text };
}

function latestFirst<T>(things: readonly T[]): readonly T[] {
  return [...things].reverse();
}
