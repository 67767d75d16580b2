import { Inject, Injectable } from '@nestjs/common';
import type { Filter } from 'mongodb';
import { ChildStreams } from '../../children/child-streams.js';
import type { Child } from '../../children/domain/child.js';
import { mainEnrolment } from '../../children/domain/roll.js';
import { BlindIndex } from '../../platform/crypto/blind-index.js';
import type { Stored } from '../../platform/projections/projection.js';
import { present, ViewReader } from '../../platform/projections/view-reader.js';
import { match } from '../domain/matching.js';
import type { KnownChild, PersonDetails } from '../domain/person.js';
import { type CheckResult, type Proposal, proposalOf } from '../domain/roll-check.js';
import { enquiryKeys } from '../domain/search-keys.js';
import type { ChildSearchDocument } from '../projections/child-search.js';
import { searchHash } from '../search-hash.js';

/** Far more records than this under one key say that the enquiry tells too little. */
const MOST_CANDIDATES = 100;

export interface Found {
  readonly result: CheckResult;
  readonly proposals: readonly Proposal[];
}

/** Finds the records that may be of the child asked about: by pupil number first, else by names, dates and postcodes (R38). */
@Injectable()
export class Candidates {
  constructor(
    @Inject(BlindIndex) private readonly index: BlindIndex,
    @Inject(ViewReader) private readonly views: ViewReader,
    @Inject(ChildStreams) private readonly children: ChildStreams,
  ) {}

  /** @throws ViewNotBuilt · StoreUnavailable */
  async of(asked: PersonDetails): Promise<Found> {
    const ids = new Set([...(await this.byNumber(asked)), ...(await this.byKeys(asked))]);
    const loaded = await Promise.all([...ids].map(async (id) => (await this.children.load(id)).state));
    const known = loaded.flatMap((child) => (child.identity === undefined ? [] : [knownChild(child)]));
    const { proposals, outcome } = match(asked, known);
    const unsearched = proposals.length === 0 && (await this.views.quarantined('child-search')).length > 0;
    const urns = new Map(loaded.map((child) => [child.identity?.childId, mainEnrolment(child)?.urn]));
    return {
      // More than can be compared, or records that can't be found: nobody may read the list as the whole truth.
      result: ids.size >= MOST_CANDIDATES || unsearched ? 'inconclusive' : outcome,
      proposals: proposals.map((proposal) => proposalOf(proposal, urns.get(proposal.childId))),
    };
  }

  /** The reservation of a number is there the moment its child is registered, before any view shows it. */
  private async byNumber({ upn, formerUpns = [] }: PersonDetails): Promise<Iterable<string>> {
    const numbers = upn === undefined ? formerUpns : [upn, ...formerUpns];
    return (await this.index.find('upn', numbers)).values();
  }

  private async byKeys(asked: PersonDetails): Promise<readonly string[]> {
    const hashes = enquiryKeys(asked).map(searchHash(this.index));
    if (hashes.length === 0) return [];
    const documents = await this.views.collection<ChildSearchDocument>('child-search');
    const shared = { $or: [{ keys: { $in: hashes } }, { numbers: { $in: hashes } }] };
    const found = await documents
      .find(present<ChildSearchDocument>(shared as Filter<Stored<ChildSearchDocument>>), { projection: { _id: 1 } })
      .limit(MOST_CANDIDATES)
      .toArray();
    return found.map(({ _id }) => _id as string);
  }
}

function knownChild({ identity }: Child): KnownChild {
  const {
    childId = '',
    givenName,
    familyName,
    knownAs,
    dateOfBirth,
    sex,
    upn,
    formerUpns,
    address,
    parents,
  } = identity ?? {};
  const known = { givenName, familyName, knownAs, dateOfBirth, sex, upn, formerUpns };
  const given = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as PersonDetails;
  return {
    ...given,
    childId,
    ...(address === undefined ? {} : { addresses: [address] }),
    ...(parents === undefined ? {} : { parents: parents.map(({ name }) => name) }),
  };
}
