import type { Answer, Person, TestProgram } from './program.js';
import { register, SCHOOL } from './program.js';

export type Written = { childId: string; revision: number } & Record<string, string>;
export type By = 'staff' | 'head' | 'lead' | 'assistant' | 'manager' | 'team' | 'coordinator' | 'exclusions';

/** The people of one school and its authority, each with a token of their own. */
export type People = Readonly<Record<By, Person>>;

export async function people(program: TestProgram): Promise<People> {
  return {
    staff: await program.as('school-staff', SCHOOL),
    head: await program.as('head-teacher', SCHOOL),
    lead: await program.as('safeguarding-lead', SCHOOL),
    assistant: await program.as('cme-assistant'),
    manager: await program.as('strategy-manager'),
    team: await program.as('attendance-team'),
    coordinator: await program.as('ehcp-coordinator'),
    exclusions: await program.as('exclusions-team'),
  };
}

/** Beyond the numbers that the specs themselves count up to. */
let others = 800;

/** A child whose story is told by requests, step by step; what a step brought into being can be named in the next. */
export class ToldChild {
  /** Ids that the answers named, by their names, the last of each. */
  readonly ids: Record<string, string> = {};

  private constructor(
    readonly id: string,
    private readonly by: People,
  ) {}

  static async registered(by: People, serial: number, more: object = {}): Promise<ToldChild> {
    return new ToldChild(await register(by.assistant, serial, { dateOfBirth: '2015-05-05', ...more }), by);
  }

  /** Another child at the same school. */
  another(): Promise<ToldChild> {
    return ToldChild.registered(this.by, others++);
  }

  /** Waits until a process has recorded a fact of this kind. */
  async until(fact: string): Promise<void> {
    const end = Date.now() + 20_000;
    while (!(await this.facts()).some(({ type }) => type === fact)) {
      if (Date.now() > end) throw new Error(`${fact} was not recorded`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** @param path below the child, with names in braces from `ids` */
  async step(who: By, path: string, body: object = {}): Promise<this> {
    const answer = await this.post(who, path, body);
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
    const { childId: _, revision: _r, position: _p, ...ids } = answer.body;
    Object.assign(this.ids, ids);
    return this;
  }

  post(who: By, path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer<Written>> {
    return this.by[who]<Written>('POST', this.address(path), { body, headers });
  }

  address(path: string): string {
    const named = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(this.ids[name] ?? name));
    return `/v1/children/${this.id}/${named}`;
  }

  async facts(): Promise<readonly { readonly type: string; readonly revision: number }[]> {
    const { body } = await this.by.manager<{ items: { type: string; revision: number }[] }>(
      'GET',
      `/v1/children/${this.id}/history?limit=200`,
    );
    return body.items;
  }
}
