import type { IndexDescription } from 'mongodb';
import type { ChildEvent } from '../../children/domain/child.js';
import type { RecordedEvent } from '../../platform/event-store/envelope.js';
import type { Projection, ViewDocument } from '../../platform/projections/projection.js';
import type { PersonDetails } from '../domain/person.js';
import { searchKeys } from '../domain/search-keys.js';

const PREFIX = 'child-';

/** What a child on record is found by: keyed hashes, which tell nothing without the key of the installation. */
export interface ChildSearchDocument extends ViewDocument {
  /** Of names with dates, of dates with postcodes. */
  readonly keys: readonly string[];
  /** Of every pupil number that the child has or had. */
  readonly numbers: readonly string[];
  /** What the keys are made anew from when a part of it changes: names as in the caseload, and postcodes. */
  readonly person: PersonDetails;
}

type Told = Extract<ChildEvent, { type: 'ChildRegistered' | 'DetailsChanged' }>['data'];

/** The way from an enquiry to the records that it is compared with (R38). `hash` is a keyed hash of a search key. */
export class ChildSearchProjection implements Projection<ChildSearchDocument, ChildEvent> {
  readonly name = 'child-search';
  readonly version = 1;
  readonly streamPrefixes = [PREFIX];
  readonly indexes: readonly IndexDescription[] = [{ key: { keys: 1 } }, { key: { numbers: 1 } }];

  constructor(private readonly hash: (key: string) => string) {}

  keys({ streamId, type }: RecordedEvent): readonly string[] {
    return type === 'ChildRegistered' || type === 'DetailsChanged' ? [streamId.slice(PREFIX.length)] : [];
  }

  apply(
    document: ChildSearchDocument | undefined,
    event: RecordedEvent<ChildEvent>,
    key: string,
  ): ChildSearchDocument | undefined {
    if (event.type !== 'ChildRegistered' && event.type !== 'DetailsChanged') return document;
    const { upn, formerUpns = [] } = event.data;
    const numbers = searchKeys({ ...(upn === undefined ? {} : { upn }), formerUpns });
    const person = merged(document?.person ?? {}, event.data);
    return {
      _id: key,
      person,
      keys: searchKeys(person).map(this.hash),
      numbers: [...new Set([...(document?.numbers ?? []), ...numbers.map(this.hash)])],
    };
  }
}

/** A name that the family gave up is looked for as well, and so is an address that it left. */
function merged(before: PersonDetails, told: Told): PersonDetails {
  const { givenName, familyName, knownAs, dateOfBirth, address } = told;
  const postcodes = (before.addresses ?? []).flatMap(({ postcode }) => postcode ?? []);
  if (address?.postcode !== undefined) postcodes.push(address.postcode);
  const left = familyName !== undefined && before.familyName !== undefined && before.familyName !== familyName;
  const former = new Set([...(before.otherFamilyNames ?? []), ...(left ? [before.familyName ?? ''] : [])]);
  return {
    ...before,
    ...(givenName === undefined ? {} : { givenName }),
    ...(familyName === undefined ? {} : { familyName }),
    ...(knownAs === undefined ? {} : { knownAs }),
    ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
    otherFamilyNames: [...former],
    addresses: [...new Set(postcodes)].map((postcode) => ({ lines: [], postcode })),
  };
}
