import type { Document } from 'bson';
import type { Databases } from '../store/databases.js';
import type { Cursors } from './cursors.js';
import type { CommandRequest } from './request.js';

/** What a command works with. */
export interface Context {
  readonly databases: Databases;
  readonly cursors: Cursors;
  readonly now: () => Date;
  readonly connection: number;
}

/** Answers a command with the fields of its reply, or throws a CommandError. */
export type Command = (request: CommandRequest, context: Context) => Document;
