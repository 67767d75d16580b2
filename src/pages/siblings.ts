import type { Stage } from '../children/domain/stage.js';
import type { ChildDocument } from '../children/queries/read-child.js';
import { dateInWords } from './dates.js';
import { stageTag } from './words.js';

interface Seen {
  readonly identity?: { readonly givenName?: string; readonly familyName?: string; readonly knownAs?: string };
  readonly siblings?: readonly string[];
  readonly visits?: readonly { readonly visitId: string; readonly occurredOn: string }[];
}

/** The brothers and sisters that a record names. */
export function siblingIdsOf(document: ChildDocument): readonly string[] {
  return (document as unknown as Seen).siblings ?? [];
}

/** Brothers and sisters as the child's page shows them (R64); one that the reader may not see is counted, not named. */
export function siblingsOf(document: ChildDocument, siblings: readonly (ChildDocument | undefined)[]) {
  const mine = (document as unknown as Seen).visits ?? [];
  return siblings.map((sibling) => {
    if (sibling === undefined) return { name: 'A child whose record you may not see' };
    const { identity = {}, visits = [] } = sibling as unknown as Seen;
    const theirs = new Set(visits.map(({ visitId }) => visitId));
    const together = mine.filter(({ visitId }) => theirs.has(visitId)).map(({ occurredOn }) => dateInWords(occurredOn));
    const { givenName = '', familyName = '', knownAs } = identity;
    return {
      name: `${knownAs ?? givenName} ${familyName.toUpperCase()}`.trim() || 'Name not known',
      href: `/children/${sibling.childId}`,
      stage: stageTag(sibling.stage as Stage),
      ...(together.length === 0 ? {} : { together: `Visited together on ${together.join(', ')}` }),
    };
  });
}
