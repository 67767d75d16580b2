import type { Designation } from '../authority/domain/officer.js';
import type { AuthorityRead, DocumentRead } from '../authority/queries/read-authority.js';
import type { Compliance } from '../authority/queries/read-compliance.js';
import { dateInWords } from './dates.js';
import { counted } from './words.js';

export interface AuthorityPageInput {
  readonly read: AuthorityRead;
  /** None for whoever does not see all schools. */
  readonly compliance?: Compliance;
  readonly now: string;
}

/** What the template of the authority's page is given. */
export function authorityPage({ read, compliance, now }: AuthorityPageInput) {
  return {
    section: 'authority',
    title: `Authority ${read.code}`,
    now,
    officer: read.officer === null ? undefined : officerOf(read.officer),
    officers: read.officers.map(officerOf),
    policy: read.policy,
    adoptions: read.adoptions.map(({ pack, version, from }) => ({ pack, version, from: dateInWords(from) })),
    documents: read.documents.map(documentOf),
    compliance: compliance && complianceOf(compliance, read.documents),
  };
}

function officerOf({ name, title, from, to }: Designation) {
  return { name, title, from: dateInWords(from), to: to === undefined ? undefined : dateInWords(to) };
}

const STATES = { published: 'Published', 'not-supplied': 'Not supplied', withdrawn: 'Withdrawn' } as const;

function documentOf({ title, kind, state, current, namedIn, issuer }: DocumentRead) {
  return {
    title,
    kind: kind === 'statutory' ? 'Statutory guidance' : 'Local practice',
    state: STATES[state],
    missing: state !== 'published',
    namedIn,
    issuer,
    version: current?.version,
    dated: current === null ? undefined : dateInWords(current.dated),
    link: current?.link,
    sha256: current?.sha256,
  };
}

function complianceOf({ items, total, complying, inForce }: Compliance, documents: readonly DocumentRead[]) {
  const titleOf = (name: string) => documents.find(({ document }) => document === name)?.title ?? name;
  return {
    summary: `${complying} of ${counted(total, 'school', 'schools')} ${complying === 1 ? 'follows' : 'follow'} every current edition.`,
    any: inForce.length > 0,
    rows: items.map(({ urn, name, complies, documents: held }) => ({
      name: name ?? `School ${urn}`,
      complies: complies ? 'Yes' : 'No',
      told: held.map(({ document, acknowledged, on, current }) =>
        acknowledged === null || on === null
          ? `${titleOf(document)}: not acknowledged`
          : `${titleOf(document)}: edition ${acknowledged} on ${dateInWords(on)}${current ? '' : ', not the current one'}`,
      ),
    })),
  };
}
