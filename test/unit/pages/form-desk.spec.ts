import { describe, expect, it } from '@jest/globals';
import { Command, type CommandBus } from '@nestjs/cqrs';
import { FormDesk, type FormHandedIn } from '../../../src/pages/form-desk.js';
import { type Control, readControls } from '../../../src/pages/form-fields.js';
import { formView, problemOf, type Sent } from '../../../src/pages/form-view.js';
import { StaleRevision } from '../../../src/platform/event-store/errors.js';
import type { Caller, Callers } from '../../../src/platform/http/caller.js';
import { Refusal } from '../../../src/policy/domain/refusal.js';

const CONTROLS: readonly Control[] = [{ kind: 'text', name: 'reason', label: 'Why', needed: 'Enter why' }];
const KEY = '7c9e6679-7425-40de-944b-e07fc1f90ae7-close';

class Close extends Command<string> {
  constructor(
    readonly caller: Caller,
    readonly reason: unknown,
  ) {
    super();
  }
}

/** A desk whose commands end as `end` says, and what a browser gets for the form that it sends. */
async function handIn(body: object, end: (sent: Close) => string = () => 'done', headers: object = {}) {
  const sent: Close[] = [];
  const bus = {
    execute: async (command: Close) => {
      sent.push(command);
      return end(command);
    },
  };
  const callers = { of: () => ({ person: { id: 'staff-1' }, context: { commandId: 'a' } }) };
  const desk = new FormDesk(
    bus as unknown as CommandBus,
    callers as unknown as Callers,
    { uuid: () => KEY } as ConstructorParameters<typeof FormDesk>[2],
  );
  const answer: Record<string, unknown> = {};
  const reply = {
    status: (status: number) => Object.assign(answer, { status }) && reply,
    type: () => reply,
    send: (html: string) => Object.assign(answer, { html }) && reply,
    redirect: (to: string, status: number) => Object.assign(answer, { to, status }) && reply,
  };
  const form: FormHandedIn<ReturnType<typeof readControls>, string> = {
    read: (given) => readControls(CONTROLS, given),
    command: (caller, { values }) => new Close(caller, values.reason),
    next: (said) => `/next?${said}`,
    again: async (again: Sent) => JSON.stringify(again),
  };
  await desk.take({ request: { url: '/x', headers, body } as never, reply: reply as never }, form);
  return { answer, sent };
}

const refusal = new Refusal({ name: 'no', rule: 'R1', paragraph: 'policy, section 1', detail: 'Not now' });

describe('the desk that takes forms', () => {
  it('sends what was written, once for a key, and leads on', async () => {
    const { answer, sent } = await handIn({ reason: ' found ', key: KEY, revision: '3' });
    expect(answer).toEqual({ to: '/next?done', status: 303 });
    expect([sent[0]?.reason, sent[0]?.caller.ifRevision]).toEqual(['found', 3]);
    const again = await handIn({ reason: 'found', key: KEY, revision: '4' });
    expect(again.sent[0]?.caller.context.commandId).toBe(sent[0]?.caller.context.commandId);
  });

  it.each(['', '   ', '\u00a0\u2003', '\u200b', ' \r\n'])('sends nothing that is not complete: %j', async (reason) => {
    const { answer, sent } = await handIn({ reason });
    expect(sent).toEqual([]);
    expect(answer.status).toBe(400);
    expect(JSON.parse(String(answer.html))).toEqual({
      values: { reason: '' },
      errors: [{ name: 'reason', text: 'Enter why' }],
    });
  });

  it('shows the form again with the rule that refused, and with everything that was written', async () => {
    const { answer } = await handIn({ reason: 'found' }, () => {
      throw refusal;
    });
    expect(answer.status).toBe(409);
    expect(JSON.parse(String(answer.html))).toEqual({
      values: { reason: 'found' },
      errors: [{ text: 'Not now' }],
      paragraph: 'R1: policy, section 1',
    });
  });

  it('answers 412 for what somebody has recorded since, and leaves other errors to the program', async () => {
    const stale = await handIn({ reason: 'found', revision: '3' }, () => {
      throw new StaleRevision('enquiry-1', 3, 4, []);
    });
    expect(stale.answer.status).toBe(412);
    const failing = handIn({ reason: 'found' }, () => {
      throw new Error('the store is away');
    });
    await expect(failing).rejects.toThrow('the store is away');
  });

  it('takes no form of another site', async () => {
    const foreign = handIn({ reason: 'found' }, undefined, { 'sec-fetch-site': 'cross-site' });
    await expect(foreign).rejects.toThrow('another site');
  });
});

describe('a form as it is shown', () => {
  const form = { action: 'close', button: 'Close', controls: CONTROLS };
  const values = { reason: 'as it stands' };

  it('has a key of its own, and what stands in it at first until it comes back', () => {
    const first = formView({ ...form, id: 'close-2' }, { key: KEY, revision: 3, values });
    expect([first.id, first.key, first.revision, first.returned]).toEqual(['close-2', `${KEY}-close-2`, 3, false]);
    expect(first.controls[0]).toMatchObject({ id: 'close-2-reason', value: 'as it stands' });
    const returned = { values: { reason: '' }, errors: [{ name: 'reason', text: 'Enter why' }] };
    const back = formView(form, { key: KEY, values, returned });
    expect(back.returned).toBe(true);
    expect(back.controls[0]).toMatchObject({ id: 'close-reason', value: '', error: 'Enter why' });
  });

  it('leads from each error to its field, from a refusal to the form, and elsewhere where it is gone', () => {
    const errors = [{ name: 'reason', text: 'Enter why' }, { text: 'Not now' }];
    expect(problemOf('close', { errors, paragraph: 'R1' })).toEqual({
      errors: [
        { text: 'Enter why', href: '#close-reason' },
        { text: 'Not now', href: '#form-close' },
      ],
      paragraph: 'R1',
    });
    expect(problemOf('close', { errors }, '/x')?.errors.map(({ href }) => href)).toEqual(['/x', '/x']);
    expect([problemOf('close', undefined), problemOf('close', { errors: [] })]).toEqual([undefined, undefined]);
  });
});
