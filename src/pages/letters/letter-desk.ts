import { Inject, Injectable } from '@nestjs/common';
import { type Command, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ChangeChild } from '../../children/commands/change-child.js';
import { ChangeEnquiry } from '../../enquiries/commands/change-enquiry.js';
import type { LetterCommand } from '../../letters/domain/decisions.js';
import { enclosed } from '../../letters/http/letter-formats.js';
import type { RecordKind } from '../../letters/letter-records.js';
import { LetterPrinting } from '../../letters/printing.js';
import { ReadLetter } from '../../letters/queries/read-letters.js';
import { type Caller, personOfRequest } from '../../platform/http/caller.js';
import { countOf } from '../../platform/http/query-values.js';
import { FormDesk } from '../form-desk.js';
import { type Control, given, givenOf, readControls, type Values } from '../form-fields.js';
import type { SentForm } from '../form-view.js';
import { roleName } from '../role-names.js';
import type { Render } from '../templates.js';
import { RENDER } from '../tokens.js';
import { letterPage, SENDING, SENDING_BY_HAND } from './letter-page.js';

/** Where a letter is: the record's kind and id, and the letter's. */
export interface Place {
  readonly kind: RecordKind;
  readonly id: string;
  readonly letterId: string;
}

/** What a person orders of a letter. */
type LetterOrder = Extract<LetterCommand, { type: 'SendLetterAgain' | 'RecordLetterSentByHand' }>;

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

interface Shown {
  readonly sent?: SentForm;
  readonly recorded?: boolean;
}

/** Who sends a letter again; the commands themselves refuse everybody else. */
const SENDERS: readonly string[] = ['cme-assistant', 'strategy-manager'];

/** One letter as a page, of a child or of an enquiry: what it says, how far it has come, and what can be done about it. */
@Injectable()
export class LetterDesk {
  constructor(
    @Inject(FormDesk) private readonly desk: FormDesk,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(LetterPrinting) private readonly printing: LetterPrinting,
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
      key: this.desk.newKey(),
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

  send(exchange: Exchange, place: Place): Promise<void> {
    return this.take(exchange, place, 'sending', SENDING, (values) => ({
      type: 'SendLetterAgain',
      letterId: place.letterId,
      ...givenOf(values, 'address'),
    }));
  }

  sentByHand(exchange: Exchange, place: Place): Promise<void> {
    return this.take(exchange, place, 'sending-by-hand', SENDING_BY_HAND, (values) => ({
      type: 'RecordLetterSentByHand',
      letterId: place.letterId,
      how: given(values, 'how') ?? '',
      ...givenOf(values, 'occurredOn'),
    }));
  }

  private take(
    { request, reply }: Exchange,
    place: Place,
    action: string,
    controls: readonly Control[],
    order: (values: Values) => LetterOrder,
  ): Promise<void> {
    const { kind, id, letterId } = place;
    return this.desk.take(
      { request, reply },
      {
        read: (body) => readControls(controls, body),
        command: (caller, { values }) => commandOf(place, caller, order(values)),
        next: () => `/${kind === 'child' ? 'children' : 'enquiries'}/${id}/letters/${letterId}?recorded=1`,
        again: (sent) => this.page(request, place, { sent: { action, ...sent } }),
      },
    );
  }
}

function commandOf({ kind, id }: Place, caller: Caller, order: LetterOrder): Command<unknown> {
  if (kind === 'child') return new ChangeChild(id, caller, order.type, () => order);
  return new ChangeEnquiry(id, caller, order);
}
