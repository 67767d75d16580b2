/** The child: its state, its facts, its commands. One stream, one story. */
export { childCommandTypes, decide } from './decide.js';
export { childEventTypes, evolve } from './evolve.js';
export type { ChildCommand, ChildEvent } from './facts.js';
export { type Child, initialChild } from './state.js';
