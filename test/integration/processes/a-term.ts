import type { ChildEvent } from '../../../src/children/domain/child.js';
import type { RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import type { WakingProcess } from '../../../src/platform/waking/waker.js';
import { silent } from '../../../src/start/progress.js';
import { untilViewsShow } from '../../../src/start/views.js';
import { type Person, register, SCHOOL, startTestProgram, type TestProgram, upn } from '../../e2e/support/program.js';
import { FixedClock } from '../../support/fixed-clock.js';

/** A school of Norfolk in its autumn term 2025, in the whole program, on a clock that a test moves. */
export class Term {
  private serial = 100;

  private constructor(
    readonly clock: FixedClock,
    readonly program: TestProgram,
    readonly staff: Person,
    readonly head: Person,
    readonly manager: Person,
  ) {}

  static async begin(at = '2025-09-03T07:00:00.000Z'): Promise<Term> {
    const clock = new FixedClock(Date.parse(at));
    const program = await startTestProgram({ clock });
    const [staff, head, manager] = await Promise.all([
      program.as('school-staff', SCHOOL),
      program.as('head-teacher', SCHOOL),
      program.as('strategy-manager'),
    ]);
    const term = new Term(clock, program, staff, head, manager);
    const school = { urn: SCHOOL, name: 'Hollowmere Primary School', phase: 'primary', authority: '926' };
    await term.ask(manager, 'POST', '/v1/schools', { ...school, policyPack: 'riverside' });
    return term;
  }

  get services() {
    return this.program.program.services;
  }

  /** It is this instant now; never earlier than it was. */
  at(instant: string): void {
    this.clock.advance(Date.parse(instant) - this.clock.epoch());
  }

  /** Tokens last a shift; a term is longer. */
  async ask(person: Person, method: string, path: string, body?: unknown) {
    const answer = await person(method, path, body === undefined ? {} : { body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  async pupil(): Promise<{ readonly id: string; readonly upn: string }> {
    const serial = this.serial++;
    return {
      id: await register(this.staff, serial, { school: { urn: SCHOOL, startDate: '2025-09-03' } }),
      upn: upn(serial),
    };
  }

  /** Both sessions of a day under one code. */
  async marks(pupil: { readonly upn: string }, date: string, code: string): Promise<void> {
    const staff = await this.program.as('school-staff', SCHOOL);
    const file = ['upn,date,session,code', ...['AM', 'PM'].map((session) => `${pupil.upn},${date},${session},${code}`)];
    const { recorded, corrected } = (await this.ask(
      staff,
      'POST',
      `/v1/schools/${SCHOOL}/registers`,
      file.join('\n'),
    )) as {
      recorded: number;
      corrected: number;
    };
    if (recorded + corrected === 0) throw new Error(`nothing recorded of ${date}`);
  }

  /** Time goes by: the processes wake, on views that show all that is in the log. Answers how many records changed. */
  async wake(processes: readonly WakingProcess[] = this.services.processes): Promise<number> {
    await untilViewsShow(this.services, silent);
    let recorded = 0;
    for (const process of processes) recorded += await process.wake(this.clock.now(), { check: () => undefined });
    await untilViewsShow(this.services, silent);
    return recorded;
  }

  async facts(childId: string): Promise<RecordedEvent<ChildEvent>[]> {
    return this.services.children.history(childId);
  }

  /** `type kind` or `type` of what the clock recorded of a child, with the day on which it did. */
  async brought(childId: string): Promise<string[]> {
    const facts = (await this.facts(childId)).filter(({ metadata }) => metadata.actor.role === 'system');
    return facts.map(({ type, data, metadata }) => {
      const about = 'kind' in data ? ` ${data.kind}` : '';
      const due = 'due' in data ? ` ${data.due}` : '';
      return `${metadata.recordedAt.slice(0, 10)} ${type}${about}${due}`;
    });
  }
}
