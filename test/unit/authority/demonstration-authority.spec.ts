import { describe, expect, it } from '@jest/globals';
import { ChangeAuthority } from '../../../src/authority/commands/change-authority.js';
import { decide, evolve, initialAuthority } from '../../../src/authority/domain/authority.js';
import { tellAuthority } from '../../../src/demonstration/authority.js';
import { policyBook, policyFor } from '../../support/policy.js';

type Told = Parameters<typeof tellAuthority>[0];

async function told(now: string) {
  const commands: { caller: { context: { commandId: string } }; order: { type: string }; urn?: string }[] = [];
  const personFor = (by: string, urn: string) => ({ id: by + urn, role: by, organisation: '', schools: [], name: '' });
  const packVersion = policyBook.packs.find(({ pack }) => pack === 'norfolk')?.version ?? '';
  const bus = { execute: async (command: never) => void commands.push(command) } as unknown as Told['commands'];
  await tellAuthority({ commands: bus, personFor, packVersion, now });
  return commands;
}

describe('the demonstration’s authority', () => {
  it('R30 R23 R24 R58 has an officer, an adopted pack, published guidance and a document that was not supplied', async () => {
    const decided = (await told('2026-11-24T10:00:00.000Z')).filter((command) => command instanceof ChangeAuthority);
    const context = { today: '2026-09-01', policy: policyFor('2026-09-01'), packs: policyBook.packs };
    const state = (decided as unknown as ChangeAuthority[]).reduce(
      (authority, { order }) => decide(authority, order, context).reduce(evolve, authority),
      initialAuthority,
    );
    expect(state).toMatchObject({ officers: [{ name: 'M. Okafor' }], packs: [{ pack: 'norfolk' }] });
    expect(Object.values(state.documents).map(({ editions }) => editions.length)).toEqual([1, 0]);
  });

  it('R35 some schools have acknowledged the guidance, each on its day and once', async () => {
    const later = await told('2026-11-24T10:00:00.000Z');
    const urns = later.flatMap(({ urn }) => (urn === undefined ? [] : [urn]));
    expect(urns).toEqual(['900001', '900002', '900003']);
    expect(new Set(later.map(({ caller }) => caller.context.commandId)).size).toBe(later.length);
    expect((await told('2026-09-04T10:00:00.000Z')).flatMap(({ urn }) => urn ?? [])).toEqual(['900001', '900002']);
    expect(await told('2026-08-01T10:00:00.000Z')).toEqual([]);
  });
});
