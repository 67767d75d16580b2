import type { Criterion } from '../children/domain/finding.js';
import type { FoundChild, FoundChildren } from '../children/queries/find-children.js';
import { caseloadRow } from './caseload-page.js';
import { dateOrText } from './enquiry-candidates.js';
import { type FindForm, findFormView } from './find-child-form.js';
import { problemOf } from './form-view.js';
import { counted } from './words.js';

export interface FindChildInput {
  readonly form: FindForm;
  /** None where something was wrong with the form. */
  readonly found?: FoundChildren;
  /** Who asks sees some schools only. */
  readonly ofSchool: boolean;
  readonly mayRecordEnquiry: boolean;
  /** In words. */
  readonly purpose: string;
  /** The date in England. */
  readonly today: string;
}

const CRITERIA: Readonly<Record<Criterion, string>> = {
  name: 'name',
  dateOfBirth: 'date of birth',
  number: 'number',
};

/** What the page of a search is given. */
export function findChildPage({ form, found, ofSchool, mayRecordEnquiry, purpose, today }: FindChildInput) {
  return {
    section: 'caseload',
    title: titleOf(found),
    problem: problemOf('find', form.errors.length === 0 ? undefined : form),
    find: findFormView(form),
    rows: found?.items.map((child) => rowOf(child, today)),
    more: found?.more ?? false,
    onlyPart: found?.items.some(({ differs }) => differs.length > 0) ?? false,
    missing: found?.missing?.ids.map((id) => ({ id, href: `/children/${id}` })),
    columns: ['Child', 'School', 'Stage', 'Next action', 'Owner', 'Due'],
    among: ofSchool ? 'on the roll of your school' : 'on record',
    otherwise: otherwise(ofSchool, mayRecordEnquiry),
    purpose,
  };
}

function titleOf(found: FoundChildren | undefined): string {
  if (found === undefined) return 'Find a child';
  const { items, more } = found;
  if (items.length === 0) return 'No child found';
  return more
    ? `More than ${counted(items.length, 'child', 'children')} found`
    : `${counted(items.length, 'child', 'children')} found`;
}

function rowOf(child: FoundChild, today: string) {
  const { givenName, knownAs, dateOfBirth, differs } = child;
  return {
    ...caseloadRow(child, today),
    more: [
      ...(knownAs === undefined || knownAs === givenName ? [] : [`Given name ${givenName}`]),
      `Born ${dateOrText(dateOfBirth)}`,
    ],
    differs: differs.length === 0 ? undefined : `Different ${differs.map((each) => CRITERIA[each]).join(' and ')}`,
  };
}

/** What to do next where nobody was found. */
function otherwise(ofSchool: boolean, mayRecordEnquiry: boolean) {
  if (ofSchool) return [{ text: 'ask the authority: children of other schools are not shown to you' }];
  if (!mayRecordEnquiry) return [];
  return [
    {
      text: 'record an enquiry: former names, and what sounds alike, are compared as well',
      href: '/enquiries/new',
    },
  ];
}
