import type { Type as ClassOf } from '@nestjs/common';
import type { Caller } from '../../platform/http/caller.js';
import type { Child, ChildCommand } from '../domain/child.js';
import type { Named } from './written-answer.js';

export type CommandType = ChildCommand['type'];
/** An order without its name. */
export type OrderOf<T extends CommandType> = Omit<Extract<ChildCommand, { type: T }>, 'type'>;

/** The names in an address: of `:id/exclusions/:exclusionId/rescission` they are `id` and `exclusionId`. */
type Names<P extends string> = P extends `${string}:${infer After}`
  ? After extends `${infer Name}/${infer Rest}`
    ? Name | Names<Rest>
    : After
  : never;

/** Of whoever asks, what an order may be made from. */
export interface Asking {
  readonly commandId: string;
  /** The schools that the person works for; none for the authority’s people. */
  readonly schools: readonly string[];
}

export function askingOf({ context, person }: Caller): Asking {
  return { commandId: context.commandId, schools: person.schools };
}

/** What a request gives: its body, the names in its address, and the id of what it brings into being. */
type Given<P extends string, B, N extends string = never> = B & {
  readonly [K in Exclude<Names<P>, 'id'> | N]: string;
};

/** How a request becomes an order, where it is not the order as it stands; what depends on the child is made from it. */
interface Making<G, O> {
  readonly order: (given: G, child: Child, context: Asking) => O;
}

/** Asked for only where body and address are not the order themselves. */
type MakingOf<G, O> = G extends O ? Partial<Making<G, O>> : Making<G, O>;

interface Words<P extends string, B> {
  /** Below `/v1/children/`, in the words of the field. */
  readonly path: P;
  readonly summary: string;
  readonly body: ClassOf<B>;
}

/** One address that records something about a child: which commands it stands for, its words, and the order it makes. */
export interface RecordingRoute {
  readonly types: readonly CommandType[];
  readonly path: string;
  readonly summary: string;
  readonly body: ClassOf<object>;
  /** What the command brings into being; the answer names its id. */
  readonly creates?: Named;
  readonly choose: (given: object) => CommandType;
  readonly order: (given: object, child: Child, context: Asking) => object;
}

/** A group of addresses: one chapter of the policy. */
export interface Chapter {
  /** The controller's name, and the first part of its operations' ids. */
  readonly name: string;
  readonly title: string;
  readonly routes: readonly RecordingRoute[];
}

function route<P extends string, B extends object>(
  types: readonly CommandType[],
  { path, summary, body, ...more }: Words<P, B> & Partial<Making<never, object>>,
  rest: Partial<Pick<RecordingRoute, 'creates' | 'choose'>>,
): RecordingRoute {
  const [only] = types as readonly [CommandType];
  const order = (more.order ?? ((given: object) => given)) as RecordingRoute['order'];
  return { types, path, summary, body, order, choose: () => only, ...rest };
}

/** An address of one command. */
export function records<T extends CommandType, const P extends string, B extends object>(
  type: T,
  words: Words<P, B> & MakingOf<Given<P, B>, OrderOf<T>>,
): RecordingRoute {
  return route([type], words as Words<P, B>, {});
}

/** An address of one command that brings something with an id of its own into being. */
export function creates<T extends CommandType, N extends Named, const P extends string, B extends object>(
  type: T,
  name: N,
  words: Words<P, B> & MakingOf<Given<P, B, N>, OrderOf<T>>,
): RecordingRoute {
  return route([type], words as Words<P, B>, { creates: name });
}

/** An address whose body says which of several commands it is. */
export function decides<T extends CommandType, const P extends string, B extends object>(
  types: readonly T[],
  words: Words<P, B> & Making<Given<P, B>, OrderOf<T>> & { readonly choose: (given: B) => T },
): RecordingRoute {
  const { choose, ...rest } = words;
  return route(types, rest as Words<P, B>, { choose: choose as unknown as RecordingRoute['choose'] });
}
