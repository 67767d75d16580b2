import { join, resolve } from 'node:path';
import { Environment } from './environment.js';

export { ConfigRefused } from './environment.js';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Everything that is set from outside, checked once at start. */
export interface Config {
  /** HOST, default 127.0.0.1: reachable from this machine only. */
  readonly host: string;
  /** PORT, default 3000; 0 takes any free one. */
  readonly port: number;
  /** DATA_DIR, default ./data; absolute. */
  readonly dataDir: string;
  /** LOG_LEVEL, default info. */
  readonly logLevel: LogLevel;
  readonly eventStore: {
    /** EVENTSTORE_URL; undefined: the embedded server is started. */
    readonly url?: string;
    /** EVENTSTORE_PORT of the embedded server, default 2113. */
    readonly port: number;
    /** Where the embedded server keeps its log. */
    readonly directory: string;
  };
  readonly documents: {
    /** MONGODB_URL; undefined: the embedded server is started. */
    readonly url?: string;
    /** MONGODB_PORT of the embedded server, default 0: any free one. */
    readonly port: number;
    /** Where the embedded server keeps what cannot be rebuilt. */
    readonly directory: string;
    /** DOCUMENTS_PREFIX, default cme: what the names of the databases begin with, so that programs can share a server. */
    readonly prefix: string;
  };
  readonly views: {
    /** VIEWS_SWITCH, `caught-up` (default) or `by-hand`: when readers are served from a new version. */
    readonly switchWhenCaughtUp: boolean;
  };
  readonly mail: {
    /** SMTP_URL; undefined: the embedded catcher is started, and no mail leaves this machine. */
    readonly url?: string;
    /** MAIL_FROM, the mailbox that mails come from. */
    readonly from: string;
    /** SMTP_PORT of the embedded catcher, default 0: any free one. */
    readonly port: number;
  };
  readonly identity: {
    /** OIDC_ISSUER; undefined: the local issuer. */
    readonly issuer?: string;
    /** OIDC_AUDIENCE that tokens must be for, default cme-tracker. */
    readonly audience: string;
    /** Where the local issuer keeps its signing key. */
    readonly directory: string;
  };
  readonly keys: {
    /** KEK_FILE, default keys/kek in DATA_DIR. */
    readonly kekFile: string;
    /** True when the key file is the default one, which is made at the first start; a file named by KEK_FILE must be there. */
    readonly createKek: boolean;
  };
}

/**
 * Reads the configuration. An empty variable counts as one that is not set.
 * @throws ConfigRefused with a sentence that names the variable
 */
export function loadConfig(variables: NodeJS.ProcessEnv = process.env): Config {
  const env = new Environment(variables);
  const dataDir = resolve(env.text('DATA_DIR') ?? 'data');
  const eventStoreUrl = env.url('EVENTSTORE_URL', ['esdb', 'esdb+discover']);
  if (eventStoreUrl && /[?&]throwOnAppendFailure=false/i.test(eventStoreUrl)) {
    throw env.refusal('EVENTSTORE_URL', 'must not set throwOnAppendFailure=false: conflicts would be answered wrongly');
  }
  const mongoUrl = env.url('MONGODB_URL', ['mongodb', 'mongodb+srv']);
  const issuer = env.url('OIDC_ISSUER', ['https', 'http']);
  const kekFile = env.text('KEK_FILE');
  return {
    host: env.text('HOST') ?? '127.0.0.1',
    port: env.port('PORT', 3000),
    dataDir,
    logLevel: env.oneOf('LOG_LEVEL', ['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'info'),
    eventStore: {
      ...(eventStoreUrl && { url: eventStoreUrl }),
      port: env.port('EVENTSTORE_PORT', 2113),
      directory: join(dataDir, 'event-store'),
    },
    documents: {
      ...(mongoUrl && { url: mongoUrl }),
      port: env.port('MONGODB_PORT', 0),
      directory: join(dataDir, 'documents'),
      prefix: databasePrefix(env),
    },
    views: { switchWhenCaughtUp: env.oneOf('VIEWS_SWITCH', ['caught-up', 'by-hand'], 'caught-up') === 'caught-up' },
    mail: mailSettings(env),
    identity: {
      ...(issuer && { issuer }),
      audience: env.text('OIDC_AUDIENCE') ?? 'cme-tracker',
      directory: join(dataDir, 'identity'),
    },
    keys: { kekFile: kekFile ? resolve(kekFile) : join(dataDir, 'keys', 'kek'), createKek: kekFile === undefined },
  };
}

/** No name of a database may be longer than 63 characters, differ from another by case alone, or hold `/\. "$`. */
function databasePrefix(env: Environment): string {
  const prefix = env.text('DOCUMENTS_PREFIX') ?? 'cme';
  if (/^[a-z][a-z0-9_]{0,39}$/.test(prefix)) return prefix;
  throw env.refusal(
    'DOCUMENTS_PREFIX',
    'must be a lower-case letter and then up to 39 lower-case letters, digits or underscores',
  );
}

const NOBODY = 'children-missing-education@cme-tracker.example';

/** Mails to a real server come from a real mailbox: answers and failures are sent to it. */
function mailSettings(env: Environment): Config['mail'] {
  const url = env.url('SMTP_URL', ['smtp', 'smtps']);
  const from = env.text('MAIL_FROM');
  if (url !== undefined && from === undefined) {
    throw env.refusal('MAIL_FROM', 'must name the mailbox that mails come from, as SMTP_URL is set');
  }
  if (from !== undefined && !/^[^@\s<>,;"]+@[^@\s<>,;"]+$/.test(from)) {
    throw env.refusal('MAIL_FROM', 'must be the address of a mailbox, such as cme@authority.example');
  }
  return { ...(url && { url }), from: from ?? NOBODY, port: env.port('SMTP_PORT', 0) };
}
