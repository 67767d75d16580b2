import { Inject, Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CHANCE, type Chance } from '../platform/clock/chance.js';
import { type Caller, Callers } from '../platform/http/caller.js';
import { problem } from '../platform/http/problem.js';
import { isSameOrigin } from '../platform/identity/session.js';
import { formCaller, sendAsSeen } from './form-caller.js';
import type { FormError, Values } from './form-fields.js';
import { refusalOf } from './form-refusal.js';
import type { Sent } from './form-view.js';

/** A form as it was read: what was written, and what is missing or wrong. */
interface FormRead {
  readonly values: Values;
  readonly errors: readonly FormError[];
}

/** What a controller says of a form that was sent to it. */
export interface FormHandedIn<R extends FormRead, A> {
  readonly read: (body: unknown) => R | Promise<R>;
  /** Asked for only where nothing is missing or wrong. */
  readonly command: (caller: Caller, read: R) => Command<A>;
  /** Where the person goes on once it is recorded. */
  readonly next: (answer: A) => string;
  /** The page with the form as it came back. */
  readonly again: (sent: Sent) => string | Promise<string>;
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

const INCOMPLETE = 400;

/**
 * Takes the forms of every page, without JavaScript: recorded and on to the next page, or the same page once more with
 * all that was written, and above it what is missing, wrong, or refused by a rule.
 */
@Injectable()
export class FormDesk {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(CHANCE) private readonly chance: Chance,
  ) {}

  /** The hidden key of the forms of a page: one a rendering, so that a form that is sent twice records once. */
  newKey(): string {
    return this.chance.uuid();
  }

  /** @throws what reading or the command throws and is no refusal of the form's · a 403 problem for another site's form */
  async take<R extends FormRead, A>({ request, reply }: Exchange, form: FormHandedIn<R, A>): Promise<void> {
    assertOwnForm(request);
    const read = await form.read(request.body);
    const again = async (status: number, wrong: Omit<Sent, 'values'>): Promise<void> => {
      const html = await form.again({ values: read.values, ...wrong });
      reply.status(status).type('text/html; charset=utf-8').send(html);
    };
    if (read.errors.length > 0) return again(INCOMPLETE, { errors: read.errors });
    try {
      const caller = formCaller(this.callers.of(request), request, request.body);
      const answer = await sendAsSeen(caller, (seen) => this.bus.execute(form.command(seen, read)));
      reply.redirect(form.next(answer), 303);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      const { status, text, ...where } = refusal;
      return again(status, { errors: [{ text }], ...where });
    }
  }
}

/** Throws a 403 problem for a form that another site's page sent. */
export function assertOwnForm(request: FastifyRequest): void {
  if (!isSameOrigin(request)) throw problem('forbidden', 'The form was sent from another site.');
}
