import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ChildStreams } from '../../children/child-streams.js';
import type { Child } from '../../children/domain/child.js';
import { assertMaySee, assertReader, isAtSchool, unknownChild } from '../../children/permissions.js';
import type { Moment } from '../../children/queries/moment.js';
import { EnquiryStreams } from '../../enquiries/enquiry-streams.js';
import { assertReadsEnquiries, unknownEnquiry } from '../../enquiries/permissions.js';
import { problem } from '../../platform/http/problem.js';
import type { Person } from '../../platform/identity/person.js';
import type { Letter } from '../domain/letter.js';
import { type LetterOfRecord, LetterRecords, type RecordKind } from '../letter-records.js';

/** The letters of a child or an enquiry, oldest first, without their words. */
export class ReadLetters extends Query<readonly Letter[]> {
  constructor(
    readonly person: Person,
    readonly kind: RecordKind,
    readonly id: string,
    /** As they stood then; now unless given. */
    readonly moment: Moment = {},
  ) {
    super();
  }
}

/** One letter with its words. */
export class ReadLetter extends Query<LetterOfRecord> {
  constructor(
    readonly person: Person,
    readonly kind: RecordKind,
    readonly id: string,
    readonly letterId: string,
  ) {
    super();
  }
}

@QueryHandler(ReadLetters)
export class ReadLettersHandler implements IQueryHandler<ReadLetters> {
  constructor(
    @Inject(ChildStreams) private readonly children: ChildStreams,
    @Inject(EnquiryStreams) private readonly enquiries: EnquiryStreams,
  ) {}

  /** @throws Problem (403, 404) · StoreUnavailable */
  async execute({ person, kind, id, moment }: ReadLetters): Promise<readonly Letter[]> {
    const { asOf, atRevision } = moment;
    const upTo = {
      ...(asOf === undefined ? {} : { asOf }),
      ...(atRevision === undefined ? {} : { revision: atRevision }),
    };
    if (kind === 'enquiry') {
      assertReadsEnquiries(person);
      const { state, revision } = await this.enquiries.load(id, upTo);
      if (revision < 0) throw unknownEnquiry();
      return state.letters;
    }
    assertReader(person);
    const { state, revision } = await this.children.load(id);
    if (revision < 0) throw unknownChild();
    // Who may look at a child's past is decided on whose child it is today.
    assertMaySee(person, state);
    const past = asOf !== undefined || atRevision !== undefined;
    return lettersSeenBy(person, past ? (await this.children.load(id, upTo)).state : state);
  }
}

@QueryHandler(ReadLetter)
export class ReadLetterHandler implements IQueryHandler<ReadLetter> {
  constructor(
    @Inject(LetterRecords) private readonly records: LetterRecords,
    @Inject(ReadLettersHandler) private readonly lists: ReadLettersHandler,
  ) {}

  /** @throws Problem (403, 404) · StoreUnavailable */
  async execute({ person, kind, id, letterId }: ReadLetter): Promise<LetterOfRecord> {
    const seen = await this.lists.execute(new ReadLetters(person, kind, id));
    const found = seen.some((letter) => letter.letterId === letterId)
      ? await this.records.find(kind, id, letterId)
      : undefined;
    if (found === undefined) throw problem('not-found', 'There is no letter with this id.', { what: 'letter' });
    return found;
  }
}

/** What a school sends or is sent; the letters of the authority to others are the authority's. */
const OF_THE_SCHOOL: readonly Letter['kind'][] = ['CME1', 'NON_REPORT_LETTER'];

function lettersSeenBy(person: Person, child: Child): readonly Letter[] {
  if (!isAtSchool(person)) return child.letters;
  return child.letters.filter(
    ({ kind, organisation }) =>
      OF_THE_SCHOOL.includes(kind) && (organisation === undefined || person.schools.includes(organisation)),
  );
}
