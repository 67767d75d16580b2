import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock } from '../support/fixed-clock.js';
import { type Person, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

let clock: FixedClock;
let program: TestProgram;
let manager: Person;
let assistant: Person;

beforeAll(async () => {
  // Before the day's reconciliation: the authority's record is empty.
  clock = new FixedClock(Date.parse('2026-09-01T03:00:00.000Z'));
  program = await startTestProgram({ clock });
  [manager, assistant] = await Promise.all([program.as('strategy-manager'), program.as('cme-assistant')]);
});

afterAll(() => program.stop());

interface Authority extends Record<string, unknown> {
  readonly revision: number;
  readonly officer: { name: string; from: string } | null;
  readonly officers: { name: string; to?: string }[];
  readonly documents: { document: string; state: string; current: { version: string } | null }[];
}

const authority = async (person: Person = assistant, asOf = '') =>
  (await person<Authority>('GET', `/v1/authority${asOf === '' ? '' : `?asOf=${asOf}`}`)).body;

describe('the authority', () => {
  it('R30 has one designated officer a day, whom the strategy manager names, and whom its past remembers', async () => {
    expect(await authority()).toMatchObject({ code: '926', officer: null, revision: -1 });
    const okafor = { staffId: 'staff-7b20', name: 'M. Okafor', title: 'Attendance and Exclusions Strategy Manager' };
    const post = (person: Person, body: object, headers = {}) =>
      person('POST', '/v1/authority/officers', { body, headers });
    expect((await post(assistant, okafor)).status).toBe(403);
    const key = { 'idempotency-key': 'officer-1' };
    const first = await post(manager, okafor, key);
    expect([first.status, first.headers.get('etag')]).toEqual([201, '"0"']);
    expect((await post(manager, okafor, key)).status).toBe(200);
    const before = clock.now();
    clock.advance(60_000);
    const lund = { staffId: 'staff-9a11', name: 'K. Lund', title: 'Strategy Manager', from: '2026-09-02' };
    expect((await post(manager, lund, { 'if-match': '"7"' })).status).toBe(412);
    expect((await post(manager, lund, { 'if-match': '"0"' })).status).toBe(201);
    const now = await authority();
    expect(now.officer).toMatchObject({ name: 'M. Okafor', to: '2026-09-01' });
    expect(now.officers.map(({ name }) => name)).toEqual(['M. Okafor', 'K. Lund']);
    expect((await authority(assistant, before)).officers).toHaveLength(1);
    const refused = await post(manager, { ...okafor, from: '2026-08-01' });
    expect([refused.status, refused.body]).toEqual([
      409,
      expect.objectContaining({ rule: 'R30', paragraph: expect.stringContaining('section 9') }),
    ]);
  });

  it('R58 states what was not supplied, registers it by version and hash; decisions name their pack all the while', async () => {
    const practice = {
      document: 'norfolk-cme-practice-and-procedures',
      title: 'Norfolk CME Practice and Procedures',
      kind: 'local-practice',
    };
    const namedIn = 'Riverside CME policy, section 14';
    const path = '/v1/authority/guidance';
    expect((await manager('POST', `${path}/not-supplied`, { body: { ...practice, namedIn } })).status).toBe(201);
    expect((await authority()).documents).toMatchObject([{ state: 'not-supplied', current: null, namedIn }]);
    const edition = { ...practice, version: '2026', dated: '2026-08-20', sha256: 'b'.repeat(64) };
    expect((await manager('POST', path, { body: { ...edition, sha256: undefined } })).status).toBe(422);
    expect((await manager('POST', path, { body: edition })).status).toBe(201);
    expect((await authority()).documents).toMatchObject([
      { state: 'published', current: { version: '2026', sha256: 'b'.repeat(64) } },
    ]);
    const facts = await program.program.services.authorities.history('926');
    expect(facts.map(({ metadata }) => metadata.policy?.pack)).toEqual(facts.map(() => 'riverside'));
    expect(facts.every(({ metadata }) => metadata.policy?.version.includes('norfolk@'))).toBe(true);
  });

  it('R35 shows which school acknowledged the current guidance; the others have a duty', async () => {
    for (const urn of [SCHOOL, '900002']) {
      const body = { urn, name: `School ${urn}`, phase: 'primary', authority: '926', policyPack: 'riverside' };
      expect((await manager('POST', '/v1/schools', { body })).status).toBe(201);
    }
    const guidance = {
      document: 'dfe-children-missing-education',
      title: 'Children missing education',
      kind: 'statutory',
      version: '2025-09',
      dated: '2025-09-08',
      link: 'https://www.gov.uk/government/publications/children-missing-education',
    };
    expect((await manager('POST', '/v1/authority/guidance', { body: guidance })).status).toBe(201);
    const head = await program.as('head-teacher');
    const path = `/v1/schools/${SCHOOL}/guidance-acknowledgements`;
    const body = { document: guidance.document, version: guidance.version };
    expect((await manager('POST', path, { body })).status).toBe(403);
    expect((await head('POST', path, { body: { ...body, version: '2016' } })).body).toMatchObject({ rule: 'R35' });
    expect((await head('POST', path, { body })).status).toBe(201);
    expect((await head('POST', path, { body })).status).toBe(200);
    const duties = async (urn: string) =>
      (await head<{ items: { kind: string; owner: string }[] }>('GET', `/v1/schools/${urn}/duties`)).body.items
        .filter(({ kind }) => kind === 'acknowledge-guidance')
        .map(({ owner }) => owner);
    expect([await duties(SCHOOL), await duties('900002')]).toEqual([[], ['head-teacher@900002']]);
    expect((await assistant('GET', '/v1/authority/guidance/compliance')).body).toMatchObject({
      total: 2,
      complying: 1,
      items: [
        { urn: SCHOOL, complies: true, documents: [{ acknowledged: '2025-09', current: true }] },
        { urn: '900002', complies: false, documents: [{ acknowledged: null, current: false }] },
      ],
    });
    expect((await head('GET', '/v1/authority/guidance/compliance')).status).toBe(403);
  });

  it('R23 adopts packs by version, and R24 tells every reader in plain sentences', async () => {
    const path = '/v1/authority/policy-packs';
    expect((await manager('POST', path, { body: { pack: 'norfolk', version: '9.9.9' } })).status).toBe(404);
    const { version } = program.program.services.policies.packs.find(({ pack }) => pack === 'norfolk') ?? {};
    expect((await manager('POST', path, { body: { pack: 'norfolk', version } })).status).toBe(201);
    expect(await authority()).toMatchObject({ adopted: [{ pack: 'norfolk', version, from: '2026-09-01' }] });
    const { body } = await assistant<{ items: { sentence: string }[] }>('GET', '/v1/authority/history');
    expect(body.items.map(({ sentence }) => sentence)).toContain(
      `Policy pack norfolk ${version} was adopted from 2026-09-01.`,
    );
    const subscriber = await program.as('subscriber');
    expect((await subscriber('GET', '/v1/authority')).status).toBe(403);
  });
});
