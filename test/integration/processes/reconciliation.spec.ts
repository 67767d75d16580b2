import { afterEach, describe, expect, it } from '@jest/globals';
import { Term } from './a-term.js';

let term: Term | undefined;
afterEach(() => term?.program.stop());

interface Reconciliation extends Record<string, unknown> {
  readonly last: Record<string, unknown> | null;
  readonly count: number;
  readonly orphans: { subject: string; id: string; kind: string; since: string }[];
}

async function facts({ services }: Term): Promise<string[]> {
  const stream = await services.authorities.history('926').catch(() => []);
  return stream.map(({ type, metadata }) => `${metadata.recordedAt.slice(0, 10)} ${type} ${metadata.actor.role}`);
}

const read = async (at: Term, role: string) =>
  (await (await at.program.as(role))<Reconciliation>('GET', '/v1/reconciliation')).body;

describe('the reconciliation', () => {
  it('R19 finds the child on no roll every morning, records it once, and says when it is mended', async () => {
    term = await Term.begin();
    const [pupil] = [await term.pupil(), await term.pupil()];
    term.at('2025-09-15T06:00:00.000Z');
    await term.wake();
    expect(await read(term, 'cme-assistant')).toMatchObject({
      orphans: [],
      last: { children: 2, accounts: { 'on-roll': 2 }, daily: true, open: {} },
    });
    term.at('2025-09-15T10:00:00.000Z');
    const head = await term.program.as('head-teacher', '900001');
    const removal = {
      urn: '900001',
      ground: '9(1)(g)',
      statements: { NEW_ADDRESS_BEYOND_REASONABLE_DISTANCE: 'letter of the family' },
    };
    await term.ask(head, 'POST', `/v1/children/${pupil.id}/removal`, removal);
    term.at('2025-09-16T03:00:00.000Z');
    await term.wake();
    expect((await facts(term)).filter((fact) => fact.includes('Completed'))).toHaveLength(2);
    term.at('2025-09-16T06:00:00.000Z');
    await term.wake();
    await term.wake();
    term.at('2025-09-17T06:00:00.000Z');
    await term.wake();
    const open = await read(term, 'auditor');
    expect(open.orphans).toMatchObject([{ subject: 'child', id: pupil.id, kind: 'on-no-roll', since: '2025-09-15' }]);
    expect(await facts(term)).toEqual([
      '2025-09-03 ReconciliationCompleted system',
      '2025-09-15 ReconciliationCompleted system',
      '2025-09-16 OrphanPupilDetected system',
      '2025-09-16 ReconciliationCompleted system',
      '2025-09-17 ReconciliationCompleted system',
    ]);

    const assistant = await term.program.as('cme-assistant');
    await term.ask(assistant, 'POST', `/v1/children/${pupil.id}/case`, {});
    expect((await assistant('POST', '/v1/reconciliation/runs')).status).toBe(403);
    const manager = await term.program.as('strategy-manager');
    const key = { headers: { 'idempotency-key': 'run-1' } };
    expect((await manager('POST', '/v1/reconciliation/runs', key)).status).toBe(201);
    expect((await manager('POST', '/v1/reconciliation/runs', key)).status).toBe(200);
    const mended = await read(term, 'strategy-manager');
    expect([mended.orphans, mended.last]).toEqual([
      [],
      expect.objectContaining({ accounts: { 'on-roll': 1, 'open-case': 1 }, openCases: 1, resolved: 1, daily: false }),
    ]);
    expect((await facts(term)).slice(-2)).toEqual([
      '2025-09-17 OrphanPupilResolved strategy-manager',
      '2025-09-17 ReconciliationCompleted strategy-manager',
    ]);
    expect(mended.last?.position).toMatch(/^\d{20}:\d{20}$/);
  }, 60_000);
});
