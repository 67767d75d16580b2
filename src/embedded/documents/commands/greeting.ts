import { LARGEST_DOCUMENT } from '../bson/types.js';
import { LARGEST_MESSAGE } from '../wire/messages.js';
import type { Command } from './context.js';

const MOST_WRITES = 100_000;
const SESSION_MINUTES = 30;

/** Drivers look at the version to know what they may ask: these are MongoDB 7.0's. */
const LATEST_WIRE_VERSION = 21;
const VERSION = '7.0.0';
const VERSION_ARRAY = [7, 0, 0, 0];

export const hello: Command = (request, { now, connection }) => ({
  ...(request.name === 'hello' ? {} : { ismaster: true }),
  helloOk: true,
  isWritablePrimary: true,
  maxBsonObjectSize: LARGEST_DOCUMENT,
  maxMessageSizeBytes: LARGEST_MESSAGE,
  maxWriteBatchSize: MOST_WRITES,
  localTime: now(),
  logicalSessionTimeoutMinutes: SESSION_MINUTES,
  connectionId: connection,
  minWireVersion: 0,
  maxWireVersion: LATEST_WIRE_VERSION,
  readOnly: false,
});

export const buildInfo: Command = () => ({
  version: VERSION,
  versionArray: VERSION_ARRAY,
  modules: ['cme-tracker embedded documents'],
  gitVersion: '',
  maxBsonObjectSize: LARGEST_DOCUMENT,
  bits: 64,
  debug: false,
});

export const ping: Command = () => ({});

/** Sessions carry nothing here: no transactions, no retried writes. */
export const endSessions: Command = () => ({});

export const connectionStatus: Command = () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } });
