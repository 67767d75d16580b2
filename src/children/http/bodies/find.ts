import { Day, Text, WholeNumber } from '../../../platform/http/fields.js';
import { wrong } from '../../../platform/http/query-values.js';
import { wordsAskedFor } from '../../domain/finding.js';
import { type AskedFor, MOST_FOUND, USUAL_FOUND } from '../../queries/find-children.js';

/** Characters of what is asked. */
export const LONGEST_ASKED = { name: 200, number: 60 } as const;

/** What is told of the child: in the body, as nothing of it may stand in an address. One of the three at least. */
export class FindChildrenBody {
  @Text({
    is: 'Names or their beginnings, in any order: “marlow til”. Capitals, accents, apostrophes and hyphens make no difference. The names that the child has now.',
    example: 'marlow matilda',
    max: LONGEST_ASKED.name,
    optional: true,
  })
  name?: string;

  @Day({ is: 'The date of birth.', example: '2017-03-14', optional: true })
  dateOfBirth?: string;

  @Text({
    is: 'The whole of a number: the UPN or a former one, the ULN, or the reference of the child in one of the authority’s systems.',
    example: 'T926990126001',
    max: LONGEST_ASKED.number,
    optional: true,
  })
  number?: string;

  @WholeNumber({
    is: `How many are shown at most; ${USUAL_FOUND} unless given.`,
    example: USUAL_FOUND,
    optional: true,
    least: 1,
    most: MOST_FOUND,
  })
  limit?: number;
}

export interface NothingToFind {
  readonly field: 'name' | 'number';
  readonly detail: string;
}

/** What is wrong of a question that would find nobody, or everybody; undefined where nothing is. */
export function nothingToFind({ name, dateOfBirth, number }: AskedFor): NothingToFind | undefined {
  if (name === undefined && dateOfBirth === undefined && number === undefined) {
    return { field: 'name', detail: 'Enter a name, a date of birth or a number.' };
  }
  if (number !== undefined && !/[\p{L}\p{N}]/u.test(number)) {
    return { field: 'number', detail: 'A number must have a letter or a digit.' };
  }
  if (name === undefined) return undefined;
  const words = wordsAskedFor(name);
  if (words.length === 0) return { field: 'name', detail: 'A name must have letters.' };
  // One letter of our alphabet begins thousands of names.
  const telling = words.some((word) => word.length > 1 || !/^[a-z]$/.test(word));
  if (telling || dateOfBirth !== undefined || number !== undefined) return undefined;
  return { field: 'name', detail: 'Enter two letters of a name at least.' };
}

/** Throws a 400 problem that names the field. */
export function assertFindable(asked: AskedFor): void {
  const nothing = nothingToFind(asked);
  if (nothing !== undefined) throw wrong(`#/${nothing.field}`, nothing.detail);
}
