import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import {
  AUDIENCE,
  type EmbeddedIdentity,
  personFor,
  startEmbeddedIdentity,
} from '../../../src/embedded/identity/index.js';
import type { Clock } from '../../../src/platform/clock/clock.js';
import type { Problem } from '../../../src/platform/http/problem.js';
import { requireToken } from '../../../src/platform/identity/authentication.js';
import { SESSION_COOKIE } from '../../../src/platform/identity/session.js';
import { TokenVerifier } from '../../../src/platform/identity/token-verifier.js';

let epoch = Date.parse('2026-11-10T09:00:00Z');
const clock: Clock = { epoch: () => epoch, now: () => new Date(epoch).toISOString() };
let directory: string;
let identity: EmbeddedIdentity;
let server: FastifyInstance;
let origin: string;

async function listening(app: FastifyInstance): Promise<string> {
  return app.listen({ port: 0, host: '127.0.0.1' });
}

/** The issuer's address must be known before it exists: find a port, then use it. */
async function freeOrigin(): Promise<string> {
  const probe = fastify();
  const address = await listening(probe);
  await probe.close();
  return address;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cme-identity-'));
  origin = await freeOrigin();
  identity = await startEmbeddedIdentity({ directory, origin, clock });
  server = fastify();
  server.setErrorHandler<Problem>((error, _request, reply) =>
    reply.status(error.document.status).headers(error.headers).send(error.document),
  );
  requireToken(server, {
    verifier: new TokenVerifier({ issuer: identity.issuer, audience: AUDIENCE, clock }),
    publicPaths: ['/open', '/identity/'],
    takesSession: (path) => path.startsWith('/page'),
  });
  identity.serve(server);
  for (const path of ['/open', '/closed', '/page']) {
    server.route({
      method: ['GET', 'POST'],
      url: path,
      handler: async (request) => ({ id: request.person?.id ?? null }),
    });
  }
  await server.listen({ port: Number(new URL(origin).port), host: '127.0.0.1' });
});

afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const ask = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'POST' = 'GET') =>
  server.inject({ url, method, headers });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('tokens of the embedded issuer', () => {
  it('open the door for the person they name', async () => {
    const token = await identity.tokenFor(personFor('cme-assistant'));
    const answer = await ask('/closed', bearer(token));
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ id: personFor('cme-assistant').id });
    expect((await ask('/closed', bearer(token))).statusCode).toBe(200);
  });

  it('carry no personal data that could end in events: the subject is opaque', async () => {
    const token = await identity.tokenFor(personFor('school-staff', '900001'));
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ role: 'school-staff', organisation: '900001', schools: ['900001'], aud: AUDIENCE });
    expect(claims.sub).toMatch(/^[a-z0-9-]+$/);
  });

  it('end after twelve hours, remembered or not', async () => {
    const token = await identity.tokenFor(personFor('auditor'));
    expect((await ask('/closed', bearer(token))).statusCode).toBe(200);
    const began = epoch;
    epoch += 12 * 3_600_000 + 10_000;
    const answer = await ask('/closed', bearer(token));
    epoch = began;
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('expired');
  });

  it('are signed by a key that only its owner can read, kept over restarts', async () => {
    const file = await stat(join(directory, 'signing-key.json'));
    expect(file.mode & 0o777).toBe(0o600);
    const again = await startEmbeddedIdentity({ directory, origin, clock });
    const token = await again.tokenFor(personFor('strategy-manager'));
    expect((await ask('/closed', bearer(token))).statusCode).toBe(200);
  });

  it('agree on one key when two processes start at once', async () => {
    const shared = await mkdtemp(join(tmpdir(), 'cme-identity-'));
    const started = await Promise.all(
      [1, 2, 3, 4].map(() => startEmbeddedIdentity({ directory: shared, origin, clock })),
    );
    const kids = await Promise.all(
      started.map(async (one) => (await one.tokenFor(personFor('auditor'))).split('.')[0]),
    );
    expect(new Set(kids).size).toBe(1);
    await rm(shared, { recursive: true });
  });

  it('say so when the key file is damaged', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'cme-identity-'));
    await writeFile(join(broken, 'signing-key.json'), 'not a key');
    await expect(startEmbeddedIdentity({ directory: broken, origin, clock })).rejects.toThrow();
    await rm(broken, { recursive: true });
  });
});

describe('what is refused', () => {
  it('answers 401 with a challenge on every address, known or not, when no token comes', async () => {
    for (const path of ['/closed', '/no-such-address', '/page']) {
      const answer = await ask(path);
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="cme-tracker"');
    }
    expect((await ask('/open')).statusCode).toBe(200);
  });

  it.each(['garbage', 'a.b.c', ''])('takes no %j for a token', async (token) => {
    expect((await ask('/closed', bearer(token))).statusCode).toBe(401);
  });

  it('takes no token of another key, algorithm, audience or issuer, nor one without an end', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const kid = (await exportJWK(privateKey)).x;
    const claims = { role: 'cme-assistant', organisation: '926' };
    const made = (change: (jwt: SignJWT) => SignJWT) =>
      change(new SignJWT(claims).setSubject('staff-x').setIssuer(identity.issuer).setAudience(AUDIENCE).setIssuedAt());
    const otherKey = await made((jwt) => jwt.setExpirationTime('1h'))
      .setProtectedHeader({ alg: 'ES256', kid })
      .sign(privateKey);
    expect((await ask('/closed', bearer(otherKey))).statusCode).toBe(401);
    const secret = new TextEncoder().encode('a secret that is long enough for it');
    const symmetric = await made((jwt) => jwt.setExpirationTime('1h'))
      .setProtectedHeader({ alg: 'HS256' })
      .sign(secret);
    expect((await ask('/closed', bearer(symmetric))).statusCode).toBe(401);
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${symmetric.split('.')[1]}.`;
    expect((await ask('/closed', bearer(none))).statusCode).toBe(401);
  });

  it('takes no token that its issuer made for another service or under another name', async () => {
    const elsewhere = new TokenVerifier({ issuer: identity.issuer, audience: 'another-service', clock });
    const token = await identity.tokenFor(personFor('auditor'));
    await expect(elsewhere.verify(token)).rejects.toMatchObject({ name: 'TokenRefused' });
    const renamed = new TokenVerifier({ issuer: `${identity.issuer}/`, audience: AUDIENCE, clock });
    await expect(renamed.verify(token)).rejects.toMatchObject({ name: 'IssuerUnavailable' });
  });

  it('takes the session cookie for pages only, and no form of another site', async () => {
    const cookie = { cookie: `${SESSION_COOKIE}=${await identity.tokenFor(personFor('auditor'))}` };
    expect((await ask('/page', cookie)).statusCode).toBe(200);
    expect((await ask('/closed', cookie)).statusCode).toBe(401);
    expect((await ask('/page', { ...cookie, 'sec-fetch-site': 'same-origin' }, 'POST')).statusCode).toBe(200);
    expect((await ask('/page', { ...cookie, 'sec-fetch-site': 'cross-site' }, 'POST')).statusCode).not.toBe(200);
    expect((await ask('/page', { ...cookie, origin: 'https://elsewhere.example' }, 'POST')).statusCode).not.toBe(200);
  });
});
