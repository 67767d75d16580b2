import type { EventDefinition, PersonalField } from '../../platform/event-store/definition.js';
import type { ChildEvent } from '../domain/child.js';

type Type = ChildEvent['type'];
type DataOf<T extends Type> = Extract<ChildEvent, { readonly type: T }>['data'];

/** A fact of the child's stream for the codec and the catalogue. Personal fields are the child's unless they say whose. */
export function fact<T extends Type>(
  type: T,
  summary: string,
  example: DataOf<T>,
  personal: readonly (string | PersonalField)[] = [],
): EventDefinition {
  return {
    type,
    schemaVersion: 1,
    summary,
    example,
    personal: personal.map((field) => (typeof field === 'string' ? { path: field, subject: 'stream' } : field)),
  };
}

/** A parent's field is under that parent's own key. */
export const ofParent = (path: string): PersonalField => ({
  path: `parents.*.${path}`,
  subject: { at: 'parents.*.parentId' },
});

/** An address: the words of it are personal, the authority's code is not. */
export const address = (path: string): readonly string[] => [`${path}.lines`, `${path}.postcode`];
