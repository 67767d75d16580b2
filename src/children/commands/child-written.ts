import { uuidOf } from '../../platform/crypto/derived-uuid.js';
import type { CommandContext, PolicyReference, Written } from '../../platform/event-store/envelope.js';

/** What a write to a child's stream answers. */
export interface ChildWritten {
  readonly childId: string;
  readonly written: Written;
}

/**
 * A command's context whose policy is filled in when the decision is made: which policy governs depends on the child's
 * school, and that is known when the child has been read.
 */
export interface DecidingContext extends CommandContext {
  policy?: PolicyReference;
}

/** The id of something that a command brings into being (a leave request, a visit): the same for a repeated command. */
export function idWithin(context: Pick<CommandContext, 'commandId'>, what: string): string {
  return uuidOf(`${what}\n${context.commandId}`);
}

interface Parentlike {
  readonly parentId?: string;
  readonly name: string;
  readonly relationship?: string;
}

/**
 * Parents told without an id are those on record of the same name and relationship, or get a new id: each person has a
 * key of their own, and the id names it.
 */
export function withParentIds<P extends Parentlike>(
  parents: readonly P[] | undefined,
  context: Pick<CommandContext, 'commandId'>,
  known: readonly (Parentlike & { readonly parentId: string })[] = [],
): { parents?: (P & { parentId: string })[] } {
  if (parents === undefined) return {};
  const same = ({ name, relationship }: Parentlike) =>
    known.find((one) => one.name === name && one.relationship === relationship)?.parentId;
  return {
    parents: parents.map((parent, index) => ({
      ...parent,
      parentId: parent.parentId ?? same(parent) ?? idWithin(context, `parent-${index}`),
    })),
  };
}
