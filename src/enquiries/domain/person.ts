import type { LocalDate } from '../../schools/domain/local-date.js';

export interface PlaceOfLiving {
  readonly lines: readonly string[];
  readonly postcode?: string;
}

/** What an enquiry tells of a child, or what the register has of one: everything that a match may be drawn from. */
export interface PersonDetails {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly knownAs?: string;
  /** Names that the child or the family had before, or has beside. */
  readonly otherFamilyNames?: readonly string[];
  readonly dateOfBirth?: LocalDate;
  readonly sex?: 'F' | 'M' | 'U';
  readonly upn?: string;
  readonly formerUpns?: readonly string[];
  readonly nhsNumber?: string;
  /** Now and before. */
  readonly addresses?: readonly PlaceOfLiving[];
  /** Full names of parents and carers. */
  readonly parents?: readonly string[];
  readonly siblings?: readonly { readonly name: string; readonly dateOfBirth?: LocalDate }[];
}

export interface KnownChild extends PersonDetails {
  readonly childId: string;
}
