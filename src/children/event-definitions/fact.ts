import { factsOf, type PersonalField } from '../../platform/event-store/definition.js';
import type { ChildEvent } from '../domain/child.js';

/** A fact of the child's stream for the codec and the catalogue. Personal fields are the child's unless they say whose. */
export const fact = factsOf<ChildEvent>();

/** A parent's field is under that parent's own key. */
export const ofParent = (path: string): PersonalField => ({
  path: `parents.*.${path}`,
  subject: { at: 'parents.*.parentId' },
});

/** An address: the words of it are personal, the authority's code is not. */
export const address = (path: string): readonly string[] => [`${path}.lines`, `${path}.postcode`];
