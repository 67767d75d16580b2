import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { SignJWT } from 'jose';
import type { Clock } from '../../platform/clock/clock.js';
import { ALGORITHM, signingKey } from './keys.js';
import type { DemonstrationPerson } from './people.js';

export { DEMONSTRATION_PEOPLE, type DemonstrationPerson, FEDERATION, personFor, ROLES } from './people.js';

/** Whom the tokens are for: this program and nobody else. */
export const AUDIENCE = 'cme-tracker';
const LIFETIME_S = 12 * 3600;

export interface EmbeddedIdentity {
  readonly issuer: string;
  /** A bearer token for a demonstration person, good for twelve hours. */
  tokenFor(person: DemonstrationPerson): Promise<string>;
  /** Serves the discovery document and the public key below `/identity`. */
  serve(server: FastifyInstance): void;
}

export interface EmbeddedIdentityOptions {
  /** Where the key pair is kept. */
  readonly directory: string;
  /** The address that people reach the program at, such as `http://127.0.0.1:3000`. */
  readonly origin: string;
  readonly clock: Clock;
}

/** A local OpenID issuer for a laptop: demonstration people only, no passwords, loopback only. */
export async function startEmbeddedIdentity(options: EmbeddedIdentityOptions): Promise<EmbeddedIdentity> {
  const key = await signingKey(options.directory);
  const issuer = `${options.origin}/identity`;
  const discovery = {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    id_token_signing_alg_values_supported: [ALGORITHM],
    response_types_supported: [],
    subject_types_supported: ['public'],
  };
  return {
    issuer,
    tokenFor: (person) => {
      const now = Math.floor(options.clock.epoch() / 1000);
      const { role, organisation, schools, name } = person;
      return new SignJWT({ role, organisation, schools: [...schools], name })
        .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setSubject(person.id)
        .setIssuedAt(now)
        .setExpirationTime(now + LIFETIME_S)
        .setJti(randomUUID())
        .sign(key.sign);
    },
    serve: (server) => {
      server.get('/identity/.well-known/openid-configuration', async () => discovery);
      server.get('/identity/jwks', async () => ({ keys: [key.published] }));
    },
  };
}

const ADDRESS_FILE = 'origin';

/** Notes the address that a data directory is served at, so that tokens made on the command line name the same issuer. */
export async function rememberOrigin(directory: string, origin: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(join(directory, ADDRESS_FILE), `${origin}\n`);
}

/** The address that the data directory was last served at; undefined before the first start. */
export async function rememberedOrigin(directory: string): Promise<string | undefined> {
  try {
    return (await readFile(join(directory, ADDRESS_FILE), 'utf8')).trim() || undefined;
  } catch {
    return undefined;
  }
}
