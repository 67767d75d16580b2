import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Collection, Filter } from 'mongodb';
import { BlindIndex } from '../../platform/crypto/blind-index.js';
import type { Person } from '../../platform/identity/person.js';
import type { Missing } from '../../platform/projections/page.js';
import type { Stored } from '../../platform/projections/projection.js';
import { ViewReader } from '../../platform/projections/view-reader.js';
import {
  type Agreement,
  agreement,
  type Criterion,
  exactQuestions,
  nearQuestions,
  type Question,
  type Wanted,
  wordsAskedFor,
} from '../domain/finding.js';
import { numberHash } from '../number-hash.js';
import { assertReadsLists, schoolsSeenBy } from '../permissions.js';
import type { CaseloadDocument } from '../projections/caseload.js';
import { type CaseloadItem, itemOf, SHOWN } from './read-caseload.js';

/** A child as somebody on the telephone tells of it: one of these at least. */
export interface AskedFor {
  /** Names or the beginnings of names, in any order. */
  readonly name?: string | undefined;
  readonly dateOfBirth?: string | undefined;
  /** Whole: a pupil's or learner's number, present or former, or the reference of one of the authority's systems. */
  readonly number?: string | undefined;
}

export interface FoundChild extends CaseloadItem {
  readonly givenName: string;
  readonly familyName: string;
  readonly knownAs?: string;
  readonly dateOfBirth: string;
  /** Of what was asked. */
  readonly agrees: readonly Criterion[];
  readonly differs: readonly Criterion[];
}

export interface FoundChildren {
  /** Best first. Where nobody agrees in everything that was asked, those who agree in some of it. */
  readonly items: readonly FoundChild[];
  /** There are more than these: say more of the child. */
  readonly more: boolean;
  readonly missing?: Missing;
}

export const MOST_FOUND = 50;
export const USUAL_FOUND = 20;

export class FindChildren extends Query<FoundChildren> {
  constructor(
    readonly person: Person,
    readonly asked: AskedFor,
    readonly limit = USUAL_FOUND,
  ) {
    super();
  }
}

type Row = Stored<CaseloadDocument>;

const FOUND = {
  ...SHOWN,
  foundBy: 1,
  'child.identity.givenName': 1,
  'child.identity.familyName': 1,
  'child.identity.knownAs': 1,
  'child.identity.dateOfBirth': 1,
} as const;

/** Looks a child up in the caseload: in two rounds at most, each of some questions of bounded answers, by one index. */
@QueryHandler(FindChildren)
export class FindChildrenHandler implements IQueryHandler<FindChildren> {
  private readonly hash: (number: string) => string;

  constructor(
    @Inject(ViewReader) private readonly views: ViewReader,
    @Inject(BlindIndex) index: Pick<BlindIndex, 'idOf'>,
  ) {
    this.hash = numberHash(index);
  }

  /** @throws Problem (403) · ViewNotBuilt · StoreUnavailable */
  async execute({ person, asked, limit }: FindChildren): Promise<FoundChildren> {
    assertReadsLists(person);
    const wanted = this.wanted(asked);
    const rows = await this.views.collection<CaseloadDocument>('caseload');
    const ask = (questions: readonly Question[]) =>
      Promise.all(questions.map((question) => answersTo(rows, person, question, limit)));
    const [missing, exact] = await Promise.all([this.views.missing('caseload'), ask(exactQuestions(wanted))]);
    const found = exact.some(({ length }) => length > 0) ? exact : await ask(nearQuestions(wanted));
    const ranked = inOrder(found.flat(), wanted);
    const result = { items: ranked.slice(0, limit).map(foundChild), more: ranked.length > limit };
    if (missing.length === 0) return result;
    return { ...result, missing: { ids: schoolsSeenBy(person) === undefined ? missing : [] } };
  }

  private wanted({ name = '', dateOfBirth, number }: AskedFor): Wanted {
    return {
      words: wordsAskedFor(name),
      ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
      ...(number === undefined ? {} : { number: this.hash(number) }),
    };
  }
}

/** Who has all the keys of a question and may be seen, by name; one more than is shown, which tells that there are more. */
async function answersTo(
  rows: Collection<Row>,
  person: Person,
  question: Question,
  limit: number,
): Promise<readonly Row[]> {
  const schools = schoolsSeenBy(person);
  const conditions: object[] = question.map((key) => ({ foundBy: typeof key === 'string' ? key : { $in: key } }));
  if (schools !== undefined) conditions.push({ seenBy: { $in: schools } });
  const found = rows.find({ $and: conditions } as Filter<Row>, { projection: FOUND }).sort({ byName: 1 });
  return (await found.limit(limit + 1).toArray()) as Row[];
}

interface Ranked {
  readonly row: Row;
  readonly agreement: Agreement;
}

/** Each child once: who agrees in most first, then by name. */
function inOrder(rows: readonly Row[], wanted: Wanted): Ranked[] {
  const once = [...new Map(rows.map((row) => [row._id, row])).values()];
  return once
    .map((row) => ({ row, agreement: agreement(wanted, row.foundBy) }))
    .sort((a, b) => b.agreement.weight - a.agreement.weight || (a.row.byName < b.row.byName ? -1 : 1));
}

function foundChild({ row, agreement: { agrees, differs } }: Ranked): FoundChild {
  const { givenName = '', familyName = '', knownAs, dateOfBirth = '' } = row.child.identity ?? {};
  const known = knownAs === undefined ? {} : { knownAs };
  return { ...itemOf(row), givenName, familyName, ...known, dateOfBirth, agrees, differs };
}
