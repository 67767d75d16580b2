import { describe, expect, it } from '@jest/globals';
import { formCaller, sendAsSeen } from '../../../src/pages/form-caller.js';
import type { RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import { StaleRevision } from '../../../src/platform/event-store/errors.js';
import type { Caller } from '../../../src/platform/http/caller.js';

const person = { id: 'staff-1', role: 'cme-assistant', organisation: '926', schools: [], name: 'J. Patel' };
const now = '2026-11-24T09:00:00.000Z';
const actor = { id: 'staff-1', role: 'cme-assistant', organisation: '926' };
const caller: Caller = {
  person,
  context: { commandId: 'a', correlationId: 'a', causationId: 'a', actor, now },
};
const request = { url: '/enquiries/1/close' } as never;
const KEY = '7c9e6679-7425-40de-944b-e07fc1f90ae7-close';
const by = (role: string) =>
  ({ metadata: { actor: { id: role, role, organisation: '926' } } }) as unknown as RecordedEvent;

describe('the caller of a form', () => {
  it('is the same command for the same key of the same person, and knows what was asked', () => {
    const one = formCaller(caller, request, { key: KEY, revision: '3', reason: 'x' });
    const other = formCaller(caller, request, { key: KEY, revision: '3', reason: 'y' });
    expect([one.context.commandId === other.context.commandId, one.ifRevision]).toEqual([true, 3]);
    expect(one.context.fingerprint).not.toBe(other.context.fingerprint);
    expect(formCaller(caller, request, { key: 'short', revision: '-1' })).toEqual(caller);
  });

  it('sends again over what the program itself has recorded, and not over a person', async () => {
    const send = (...since: RecordedEvent[][]) => {
      const sent: (number | undefined)[] = [];
      const answer = sendAsSeen({ ...caller, ifRevision: 3 }, async ({ ifRevision }) => {
        sent.push(ifRevision);
        const between = since[sent.length - 1];
        if (between) throw new StaleRevision('enquiry-1', ifRevision ?? 0, (ifRevision ?? 0) + between.length, between);
        return 'recorded';
      });
      return answer.then(
        (said) => [said, sent],
        (error: Error) => [error.name, sent],
      );
    };
    expect(await send()).toEqual(['recorded', [3]]);
    expect(await send([by('system')], [by('system'), by('system')])).toEqual(['recorded', [3, 4, 6]]);
    expect(await send([by('system'), by('cme-assistant')])).toEqual(['StaleRevision', [3]]);
    expect(await send([])).toEqual(['StaleRevision', [3]]);
    const always = Array.from({ length: 9 }, () => [by('system')]);
    expect(await send(...always)).toEqual(['StaleRevision', [3, 4, 5, 6, 7]]);
  });
});
