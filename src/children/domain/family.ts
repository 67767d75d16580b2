import type { LocalDate } from '../../schools/domain/local-date.js';
import { type Decisions, type Fact, type Folds, happenedOn, known, type Order, refuse } from './facet.js';

/** R64: siblings are seen together; a link can be undone, and both histories stay whole. */
export type FamilyEvent =
  | Fact<'SiblingLinked', { readonly siblingId: string; readonly occurredOn: LocalDate; readonly basis: string }>
  | Fact<'SiblingUnlinked', { readonly siblingId: string; readonly occurredOn: LocalDate; readonly why?: string }>;

export type FamilyCommand =
  | Order<'LinkSibling', { readonly siblingId: string; readonly basis?: string; readonly occurredOn?: LocalDate }>
  | Order<'UnlinkSibling', { readonly siblingId: string; readonly why?: string; readonly occurredOn?: LocalDate }>;

export const familyFolds: Folds<FamilyEvent> = {
  SiblingLinked: (child, { siblingId }) => ({
    ...child,
    siblings: [...child.siblings.filter((id) => id !== siblingId), siblingId],
  }),
  SiblingUnlinked: (child, { siblingId }) => ({ ...child, siblings: child.siblings.filter((id) => id !== siblingId) }),
};

export const familyDecisions: Decisions<FamilyCommand, FamilyEvent> = {
  LinkSibling: (child, { siblingId, basis = 'same-household', occurredOn }, context) => {
    known(child, 'R64');
    if (child.siblings.includes(siblingId)) return [];
    if (siblingId === child.identity?.childId)
      refuse('R64', 'own-sibling', 'A child is not its own sibling.', { kind: 'invalid' });
    return [{ type: 'SiblingLinked', data: { siblingId, basis, occurredOn: happenedOn(occurredOn, context, 'R64') } }];
  },
  UnlinkSibling: (child, { siblingId, why, occurredOn }, context) => {
    if (!child.siblings.includes(siblingId)) return [];
    return [
      {
        type: 'SiblingUnlinked',
        data: { siblingId, occurredOn: happenedOn(occurredOn, context, 'R64'), ...(why ? { why } : {}) },
      },
    ];
  },
};
