import { FINDINGS } from '../reports/domain/findings.js';
import type { AuthorityEvent } from './domain/authority.js';

const SUBJECTS = { child: 'A child', enquiry: 'An enquiry' } as const;

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

type Sentences = {
  readonly [T in AuthorityEvent['type']]: (data: Extract<AuthorityEvent, { readonly type: T }>['data']) => string;
};

const sentences: Sentences = {
  CmeOfficerDesignated: ({ name, title, from }) =>
    `${name}, ${title}, is the designated officer for children missing education from ${from}.`,
  CmeOfficerDesignationEnded: ({ to }) => `The designation before ended on ${to}.`,
  PolicyVersionAdopted: ({ pack, version, from }) => `Policy pack ${pack} ${version} was adopted from ${from}.`,
  GuidanceNotSupplied: ({ title, namedIn }) => `${title}, named in ${namedIn}, has not been supplied.`,
  GuidancePublished: ({ title, version, dated }) => `${title}, version ${version} of ${dated}, was published.`,
  GuidanceWithdrawn: ({ document, version }) => `Version ${version} of ${document} was withdrawn.`,
  OrphanPupilDetected: ({ subject, kind, since }) =>
    `${SUBJECTS[subject]} slipped through the net: ${FINDINGS[kind].toLowerCase()}, since ${since}.`,
  OrphanPupilResolved: ({ subject, kind }) => `${SUBJECTS[subject]} is accounted for again: ${kind} is mended.`,
  ReconciliationCompleted: ({ children, enquiries, detected, resolved, open }) =>
    `${children} children and ${enquiries} enquiries were checked: ${detected} found, ${resolved} mended, ${sum(open)} open.`,
  CsltReportProduced: ({ form, asOf, from, figures }) =>
    `A report ${form === 'as-recorded' ? 'as recorded by' : 'as now known of'} ${asOf} was produced: ${figures.open} open, ${figures.opened} opened and ${figures.closed} closed since ${from}.`,
  CsltReportPresented: ({ meeting }) => `A report was presented: ${meeting}.`,
};

/** One plain sentence for the history; erased words read `[erased]`. */
export function sentenceOf(event: AuthorityEvent): string {
  const sentence = sentences[event.type] as ((data: AuthorityEvent['data']) => string) | undefined;
  return sentence === undefined ? `${event.type}.` : sentence(event.data);
}
