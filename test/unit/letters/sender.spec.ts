import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Child, type ChildEvent, decide, evolve, initialChild } from '../../../src/children/domain/child.js';
import type { LetterCommand } from '../../../src/letters/domain/decisions.js';
import { formOf } from '../../../src/letters/domain/draft.js';
import type { LetterOfRecord, LetterRecords } from '../../../src/letters/letter-records.js';
import { LetterPrinting } from '../../../src/letters/printing.js';
import { LetterSender } from '../../../src/letters/processes/letter-sender.js';
import { readTemplates } from '../../../src/letters/rendering/template-file.js';
import {
  type Mail,
  MailDeferred,
  type Mailer,
  MailRefused,
  MailServerAway,
} from '../../../src/platform/mail/mailer.js';
import type { OutboxStore, Waiting } from '../../../src/platform/mail/outbox-store.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { policyFor } from '../../support/policy.js';
import { on, registered } from '../children/a-child.js';

class MemoryOutbox implements OutboxStore {
  readonly waiting = new Map<string, Waiting>();

  async put(mail: Waiting) {
    if (!this.waiting.has(mail.id)) this.waiting.set(mail.id, mail);
  }

  async due(now: string, limit: number) {
    return [...this.waiting.values()]
      .filter(({ due }) => due <= now)
      .sort((a, b) => (a.due < b.due ? -1 : 1))
      .slice(0, limit);
  }

  async postpone(id: string, due: string, failures: number) {
    const mail = this.waiting.get(id);
    if (mail) this.waiting.set(id, { ...mail, due, failures });
  }

  async remove(id: string) {
    this.waiting.delete(id);
  }

  async count() {
    return this.waiting.size;
  }
}

const content = { reference: 'CME-1', childName: 'Sara Amin', dateOfBirth: '2013-04-07', due: '2026-03-31' };

/** Children with one letter each, kept in memory, and a mailer that does as it is told. */
class PostRoom {
  readonly clock = new FixedClock();
  readonly outbox = new MemoryOutbox();
  readonly children = new Map<string, ChildEvent[]>();
  readonly sent: Mail[] = [];
  readonly told: string[] = [];
  answer: (mail: Mail) => void = () => undefined;
  /** Called after a mail has gone and before that is recorded. */
  beforeRecording: () => void = () => undefined;
  readonly sender: LetterSender;

  constructor() {
    const mailer: Mailer = {
      from: 'cme@authority.example',
      close: () => undefined,
      send: async (mail) => {
        this.answer(mail);
        this.sent.push(mail);
        return 250;
      },
    };
    const records = {
      find: async (_kind: string, id: string, letterId: string) => this.find(id, letterId),
      order: async (_kind: string, id: string, _context: object, command: LetterCommand) => {
        this.beforeRecording();
        this.order(id, command);
      },
    } as unknown as LetterRecords;
    this.sender = new LetterSender({
      records,
      outbox: this.outbox,
      mailer,
      printing: new LetterPrinting(readTemplates()),
      actor: { id: 'system', role: 'system', organisation: '926' },
      clock: this.clock,
      observer: {
        sent: (kind) => this.told.push(`sent ${kind}`),
        refused: (kind, reply) => this.told.push(`refused ${kind} ${reply}`),
        putOff: (error, failures) => this.told.push(`put off ${error} ${failures}`),
        waiting: () => undefined,
      },
      patienceMs: 1_000,
    });
  }

  async written(id: string): Promise<void> {
    const letterId = `letter-${id}`;
    this.children.set(id, [registered]);
    this.order(id, {
      type: 'WriteLetter',
      ...formOf(policyFor('2026-03-24'), 'CME3'),
      letterId,
      kind: 'CME3',
      recipient: 'attendance-team',
      delivery: 'mail',
      mailbox: 'attendanceTeam',
      address: `${id}@county.example`,
      messageId: `<${letterId}.1@cme.example>`,
      cause: { type: 'VisitRequested', revision: 1 },
      content,
      renderHash: 'h',
    });
    await this.outbox.put({
      id: `${letterId}/1`,
      streamId: `child-${id}`,
      letterId,
      attempt: 1,
      due: this.clock.now(),
      failures: 0,
    });
  }

  order(id: string, command: LetterCommand): void {
    const events = this.children.get(id) ?? [];
    this.children.set(id, [...events, ...decide(this.state(id), command, on('2026-03-27'))]);
  }

  state(id: string): Child {
    return (this.children.get(id) ?? []).reduce(evolve, initialChild);
  }

  find(id: string, letterId: string): LetterOfRecord | undefined {
    const letter = this.state(id).letters.find((each) => each.letterId === letterId);
    const event = (this.children.get(id) ?? []).find(({ type }) => type === 'LetterWritten');
    if (letter === undefined || event?.type !== 'LetterWritten') return undefined;
    const { address } = event.data;
    return { letter, written: event.data, writtenAt: '2026-03-27T08:00:00.000Z', ...(address ? { address } : {}) };
  }

  /** Wakes so many times, with so many milliseconds before each. */
  async wake(times = 1, everyMs = 0): Promise<void> {
    for (let time = 0; time < times; time++) {
      this.clock.advance(everyMs);
      await this.sender.wake(this.clock.now(), { check: () => undefined });
    }
  }
}

describe('sending what waits', () => {
  let room: PostRoom;
  beforeEach(() => {
    room = new PostRoom();
  });

  it('R60: sends a letter once, with its PDF, and records it', async () => {
    await room.written('ada');
    await room.wake(5, 10_000);
    expect(room.sent).toHaveLength(1);
    expect(room.sent[0]).toMatchObject({ to: 'ada@county.example', messageId: '<letter-ada.1@cme.example>' });
    expect(room.sent[0]?.attachments[0]?.content.subarray(0, 5).toString()).toBe('%PDF-');
    expect(room.state('ada').letters[0]).toMatchObject({ state: 'sent', reply: 250 });
    expect(room.outbox.waiting.size).toBe(0);
  });

  it('R60: while the server is away each letter is tried less and less often; when it is back all go', async () => {
    room.answer = () => {
      throw new MailServerAway();
    };
    for (const id of ['ada', 'ben', 'cem']) await room.written(id);
    await room.wake();
    expect(room.told).toEqual(['put off MailServerAway 1']);
    await room.wake(600, 1_000);
    const tries = room.told.length;
    // 3 letters, doubling from 1 s to 5 min, over 600 s: some ten tries each instead of 600.
    expect(tries).toBeGreaterThan(20);
    expect(tries).toBeLessThan(45);
    room.answer = () => undefined;
    await room.wake(6, 60_000);
    expect(room.sent.map(({ to }) => to).sort()).toEqual([
      'ada@county.example',
      'ben@county.example',
      'cem@county.example',
    ]);
  });

  it('R60: a letter that one mailbox puts off holds up no other', async () => {
    room.answer = ({ to }) => {
      if (to.startsWith('ada')) throw new MailDeferred(452);
    };
    for (const id of ['ada', 'ben', 'cem']) await room.written(id);
    await room.wake();
    expect(room.sent.map(({ to }) => to)).toEqual(['ben@county.example', 'cem@county.example']);
    expect(room.state('ada').letters[0]).toMatchObject({ state: 'to-send' });
  });

  it('R60: a refusal for good is recorded and not tried again until a person says so', async () => {
    room.answer = () => {
      throw new MailRefused(550);
    };
    await room.written('ada');
    await room.wake(10, 600_000);
    expect(room.told).toEqual(['refused CME3 550']);
    expect(room.state('ada').letters[0]).toMatchObject({ state: 'not-delivered', reply: 550 });
    expect(room.outbox.waiting.size).toBe(0);
    room.answer = () => undefined;
    room.order('ada', { type: 'SendLetterAgain', letterId: 'letter-ada' });
    const again = {
      id: 'letter-ada/2',
      streamId: 'child-ada',
      letterId: 'letter-ada',
      attempt: 2,
      due: room.clock.now(),
      failures: 0,
    };
    await room.outbox.put(again);
    await room.wake();
    expect(room.sent.map(({ messageId }) => messageId)).toEqual(['<letter-ada.2@cme.example>']);
    expect(room.state('ada').letters[0]).toMatchObject({ state: 'sent', attempt: 2 });
  });

  it('R60: cut off between sending and recording, the same mail goes again under the same Message-ID', async () => {
    await room.written('ada');
    let cut = true;
    room.beforeRecording = () => {
      if (cut) throw new Error('the store is away');
    };
    await room.wake();
    cut = false;
    await room.wake(2, 10_000);
    expect(room.sent.map(({ messageId }) => messageId)).toEqual([
      '<letter-ada.1@cme.example>',
      '<letter-ada.1@cme.example>',
    ]);
    expect(room.sent[1]?.attachments[0]?.content.equals(room.sent[0]?.attachments[0]?.content ?? Buffer.alloc(0))).toBe(
      true,
    );
    expect(room.children.get('ada')?.filter(({ type }) => type === 'LetterSent')).toHaveLength(1);
  });

  it('R60: an entry whose letter has its outcome, or is none, is dropped and nothing is sent', async () => {
    await room.written('ada');
    room.order('ada', { type: 'RecordLetterSent', letterId: 'letter-ada', attempt: 1, reply: 250 });
    const stray = { streamId: 'child-nobody', letterId: 'x', attempt: 1, due: room.clock.now(), failures: 0 };
    await room.outbox.put({ ...stray, id: 'x/1' });
    await room.outbox.put({ ...stray, id: 'y/1', streamId: 'school-900001' });
    await room.wake();
    expect(room.sent).toEqual([]);
    expect(room.outbox.waiting.size).toBe(0);
  });

  it('nothing is sent about a person whose key is destroyed', async () => {
    await room.written('ada');
    const events = room.children.get('ada') ?? [];
    const erased = events.map((event) =>
      event.type === 'LetterWritten' ? { ...event, data: { ...event.data, address: '[erased]' } } : event,
    );
    room.children.set('ada', erased as ChildEvent[]);
    await room.wake();
    expect(room.sent).toEqual([]);
    expect(room.outbox.waiting.size).toBe(0);
  });
});
