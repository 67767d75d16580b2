import type { Document } from 'bson';
import { encodeReply } from '../bson/reply.js';
import { CommandError } from '../errors.js';
import { aggregate } from './aggregate.js';
import * as catalogue from './catalogue.js';
import type { Command, Context } from './context.js';
import { findAndModify } from './find-and-modify.js';
import * as greeting from './greeting.js';
import * as reading from './reading.js';
import type { CommandRequest } from './request.js';
import * as writing from './writing.js';

/** Every command offered, by its name on the wire. Those that the application may use are listed in docs/documents.md. */
const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['hello', greeting.hello],
  ['isMaster', greeting.hello],
  ['ismaster', greeting.hello],
  ['ping', greeting.ping],
  ['buildInfo', greeting.buildInfo],
  ['buildinfo', greeting.buildInfo],
  ['connectionStatus', greeting.connectionStatus],
  ['endSessions', greeting.endSessions],
  ['find', reading.find],
  ['getMore', reading.getMore],
  ['killCursors', reading.killCursors],
  ['count', reading.count],
  ['distinct', reading.distinct],
  ['explain', reading.explain],
  ['aggregate', aggregate],
  ['insert', writing.insert],
  ['update', writing.update],
  ['delete', writing.remove],
  ['findAndModify', findAndModify],
  ['findandmodify', findAndModify],
  ['create', catalogue.create],
  ['createIndexes', catalogue.createIndexes],
  ['listIndexes', catalogue.listIndexes],
  ['dropIndexes', catalogue.dropIndexes],
  ['drop', catalogue.drop],
  ['dropDatabase', catalogue.dropDatabase],
  ['renameCollection', catalogue.renameCollection],
  ['listCollections', catalogue.listCollections],
  ['listDatabases', catalogue.listDatabases],
]);

/** Runs a command and encodes its reply; what it refuses is a reply too. `report` hears of faults of the server's own. */
export function answer(request: CommandRequest, context: Context, report: (error: unknown) => void): Buffer {
  try {
    return encodeReply({ ...run(request, context), ok: 1 });
  } catch (error) {
    return refusal(error, report);
  }
}

function run(request: CommandRequest, context: Context): Document {
  const command = COMMANDS.get(request.name);
  if (!command) throw new CommandError('CommandNotFound', `no such command: '${request.name}'`);
  if (request.has('autocommit') || request.flag('startTransaction')) {
    // A stand-alone MongoDB says IllegalOperation, which the driver words as a matter of retried writes.
    throw new CommandError('OperationNotSupportedInTransaction', 'Transactions are not offered (docs/documents.md)');
  }
  return command(request, context);
}

export function refusal(error: unknown, report: (error: unknown) => void): Buffer {
  if (error instanceof CommandError) {
    const { code, codeName, message, details } = error;
    return encodeReply({ ok: 0, errmsg: message, code, codeName, ...details });
  }
  report(error);
  return encodeReply({ ok: 0, errmsg: 'internal error of the embedded server', code: 1, codeName: 'InternalError' });
}
