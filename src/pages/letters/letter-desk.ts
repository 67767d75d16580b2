import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ChangeChild } from '../../children/commands/change-child.js';
import { countOf } from '../../children/queries/moment.js';
import { ChangeEnquiry } from '../../enquiries/commands/change-enquiry.js';
import type { LetterCommand } from '../../letters/domain/decisions.js';
import { enclosed } from '../../letters/http/letter-formats.js';
import type { RecordKind } from '../../letters/letter-records.js';
import { LetterPrinting } from '../../letters/printing.js';
import { ReadLetter } from '../../letters/queries/read-letters.js';
import { CHANCE, type Chance } from '../../platform/clock/chance.js';
import { type Caller, Callers, personOfRequest } from '../../platform/http/caller.js';
import { problem } from '../../platform/http/problem.js';
import { isSameOrigin } from '../../platform/identity/session.js';
import { formCaller } from '../form-caller.js';
import { given, readControls } from '../form-fields.js';
import { refusalOf } from '../form-refusal.js';
import { roleName } from '../role-names.js';
import type { Render } from '../templates.js';
import { RENDER } from '../tokens.js';
import { letterPage, SENDING, SENDING_BY_HAND, type SentLetterForm } from './letter-page.js';

/** Where a letter is: the record's kind and id, and the letter's. */
export interface Place {
  readonly kind: RecordKind;
  readonly id: string;
  readonly letterId: string;
}

interface Shown {
  readonly sent?: SentLetterForm;
  readonly recorded?: boolean;
}

const HTML = 'text/html; charset=utf-8';
/** Who sends a letter again; the commands themselves refuse everybody else. */
const SENDERS: readonly string[] = ['cme-assistant', 'strategy-manager'];

/** One letter as a page, of a child or of an enquiry: what it says, how far it has come, and what can be done about it. */
@Injectable()
export class LetterDesk {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(LetterPrinting) private readonly printing: LetterPrinting,
    @Inject(CHANCE) private readonly chance: Chance,
    @Inject(RENDER) private readonly render: Render,
  ) {}

  async page(request: FastifyRequest, { kind, id, letterId }: Place, shown: Shown = {}): Promise<string> {
    const person = personOfRequest(request);
    const found = await this.queries.execute(new ReadLetter(person, kind, id, letterId));
    const context = letterPage({
      kind,
      id,
      found,
      printed: this.printing.printed(found.written),
      maySend: SENDERS.includes(person.role),
      key: this.chance.uuid(),
      ...shown,
    });
    return this.render('letter.njk', { ...context, person, roleName: roleName(person) });
  }

  async pdf(request: FastifyRequest, { kind, id, letterId }: Place, reply: FastifyReply): Promise<void> {
    const found = await this.queries.execute(new ReadLetter(personOfRequest(request), kind, id, letterId));
    const enclosure = countOf(request.query as Record<string, unknown>, 'enclosure') ?? 0;
    const printed = enclosed(found, this.printing, enclosure);
    const content = await this.printing.pdf(printed, found.writtenAt);
    reply.type('application/pdf').header('content-disposition', `inline; filename="${printed.filename}.pdf"`);
    reply.send(content);
  }

  async send(request: FastifyRequest, place: Place, body: unknown, reply: FastifyReply): Promise<void> {
    const { values, errors } = readControls(SENDING, body);
    const address = given(values, 'address');
    const order = { type: 'SendLetterAgain', letterId: place.letterId, ...(address ? { address } : {}) } as const;
    return this.obey(request, place, body, reply, { action: 'sending', values, errors }, order);
  }

  async sentByHand(request: FastifyRequest, place: Place, body: unknown, reply: FastifyReply): Promise<void> {
    const { values, errors } = readControls(SENDING_BY_HAND, body);
    const occurredOn = given(values, 'occurredOn');
    const how = given(values, 'how') ?? '';
    const { letterId } = place;
    const order = { type: 'RecordLetterSentByHand', letterId, how, ...(occurredOn ? { occurredOn } : {}) } as const;
    return this.obey(request, place, body, reply, { action: 'sending-by-hand', values, errors }, order);
  }

  /** Recorded and back to the letter, or the form once more with what is wrong. */
  private async obey(
    request: FastifyRequest,
    place: Place,
    body: unknown,
    reply: FastifyReply,
    sent: SentLetterForm,
    order: Extract<LetterCommand, { type: 'SendLetterAgain' | 'RecordLetterSentByHand' }>,
  ): Promise<void> {
    if (!isSameOrigin(request)) throw problem('forbidden', 'The form was sent from another site.');
    const again = async (form: SentLetterForm, status: number): Promise<void> => {
      reply
        .status(status)
        .type(HTML)
        .send(await this.page(request, place, { sent: form }));
    };
    if (sent.errors.length > 0) return again(sent, 400);
    try {
      await this.order(place, formCaller(this.callers.of(request), request, body), order);
      const { kind, id, letterId } = place;
      reply.redirect(`/${kind === 'child' ? 'children' : 'enquiries'}/${id}/letters/${letterId}?recorded=1`, 303);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      const { status, text, paragraph } = refusal;
      return again({ ...sent, errors: [{ text }], ...(paragraph === undefined ? {} : { paragraph }) }, status);
    }
  }

  private async order({ kind, id }: Place, caller: Caller, order: LetterCommand): Promise<void> {
    if (kind === 'child') await this.bus.execute(new ChangeChild(id, caller, order.type, () => order));
    else await this.bus.execute(new ChangeEnquiry(id, caller, order));
  }
}
