import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock/clock.js';
import { personOf } from './claims.js';
import type { Person } from './person.js';

/** The token is no good; the caller must get another one. The reason names no claim's value. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}

/** The issuer's keys could not be had, so nothing can be said about the token. */
export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';
}

export interface TokenVerifierOptions {
  /** Exactly the `iss` of its tokens; its discovery document is read from `<issuer>/.well-known/openid-configuration`. */
  readonly issuer: string;
  readonly audience: string;
  readonly clock: Clock;
  readonly algorithms?: readonly string[];
}

const ASYMMETRIC = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'PS256', 'RS256'];
/** A verified token is taken at its word for so long, so that a withdrawn key is noticed. */
const REMEMBERED_MS = 60_000;
const CLOCK_TOLERANCE_S = 5;

interface Remembered {
  readonly person: Person;
  readonly until: number;
}

/**
 * Verifies bearer tokens with the keys that their issuer publishes: signature, algorithm, issuer, audience, expiry.
 * The embedded issuer gets no other treatment than an outside one.
 */
export class TokenVerifier {
  private readonly remembered = new LRUCache<string, Remembered>({ max: 5_000 });
  private keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly options: TokenVerifierOptions) {}

  /** The person of a token that was verified a moment ago; spares the request a turn of the event loop. */
  remember(token: string): Person | undefined {
    const entry = this.remembered.get(token);
    return entry && entry.until > this.options.clock.epoch() ? entry.person : undefined;
  }

  /** Throws TokenRefused or IssuerUnavailable. */
  async verify(token: string): Promise<Person> {
    const known = this.remember(token);
    if (known) return known;
    const claims = await this.claimsOf(token);
    const person = personOf(claims);
    if (!person) throw new TokenRefused('The token names no person or no role.');
    const now = this.options.clock.epoch();
    this.remembered.set(token, { person, until: Math.min(now + REMEMBERED_MS, (claims.exp ?? 0) * 1000) });
    return person;
  }

  private async claimsOf(token: string) {
    const { issuer, audience, clock, algorithms = ASYMMETRIC } = this.options;
    const keys = await this.publishedKeys();
    try {
      const verified = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        requiredClaims: ['exp', 'iat', 'sub'],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(clock.epoch()),
      });
      return verified.payload;
    } catch (error) {
      if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) {
        throw new IssuerUnavailable('The keys of the token issuer could not be read.', { cause: error });
      }
      if (error instanceof errors.JWTExpired) throw new TokenRefused('The token has expired.', { cause: error });
      throw new TokenRefused('The token is not one of this issuer for this service.', { cause: error });
    }
  }

  private publishedKeys(): Promise<JWTVerifyGetKey> {
    this.keys ??= discoverKeys(this.options.issuer).catch((error: unknown) => {
      this.keys = undefined;
      throw new IssuerUnavailable('The discovery document of the token issuer could not be read.', { cause: error });
    });
    return this.keys;
  }
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`discovery answered ${response.status}`);
  const configuration: unknown = await response.json();
  const { issuer: named, jwks_uri } = configuration as { issuer?: unknown; jwks_uri?: unknown };
  if (named !== issuer || typeof jwks_uri !== 'string') throw new Error('the discovery document is of another issuer');
  return createRemoteJWKSet(new URL(jwks_uri), { cooldownDuration: 5_000 });
}
