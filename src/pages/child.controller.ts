import { Controller, Get, Header, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Moment, momentOf } from '../children/queries/moment.js';
import { type ChildDocument, ReadChild } from '../children/queries/read-child.js';
import { ReadHistory } from '../evidence/queries/read-history.js';
import { ReadLetters } from '../letters/queries/read-letters.js';
import { CLOCK, type Clock } from '../platform/clock/clock.js';
import { personOfRequest } from '../platform/http/caller.js';
import { Problem } from '../platform/http/problem.js';
import { wrong } from '../platform/http/query-values.js';
import { UuidPipe } from '../platform/http/uuid.pipe.js';
import type { Person } from '../platform/identity/person.js';
import { PolicyBook } from '../policy/policy-packs.js';
import { KnownSchools } from '../schools/known-schools.js';
import { childPage } from './child-page.js';
import { codeWords } from './code-words.js';
import { instantInEngland } from './dates.js';
import { letterRows } from './letters/letter-rows.js';
import { roleName } from './role-names.js';
import { siblingIdsOf, siblingsOf } from './siblings.js';
import type { Render } from './templates.js';
import { RENDER } from './tokens.js';

type Values = Readonly<Record<string, unknown>>;

/** A child's page, now or as it stood: `?asOf=` an instant, `?atRevision=` a fact, or the form's date and time. */
@ApiExcludeController()
@Controller('children')
export class ChildPageController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(RENDER) private readonly render: Render,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PolicyBook) private readonly policies: PolicyBook,
    @Inject(KnownSchools) private readonly schools: KnownSchools,
  ) {}

  @Get(':id')
  @Header('content-type', 'text/html; charset=utf-8')
  async child(
    @Param('id', UuidPipe) id: string,
    @Query() query: Values,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    const person = personOfRequest(request);
    const moment = momentOf(query);
    const [document, history] = await Promise.all([
      this.queries.execute(new ReadChild(person, id, moment)),
      this.queries.execute(new ReadHistory(person, id, moment)),
    ]);
    const context = childPage({
      document,
      history,
      moment,
      today: String(document.day),
      now: this.clock.now(),
      whole: query.timeline === 'all',
      role: person.role,
      inWords: this.codesInWords(document),
      ...(typeof query.recorded === 'string' ? { recorded: query.recorded } : {}),
      ...(typeof query.unchanged === 'string' ? { unchanged: query.unchanged } : {}),
    });
    const siblings = siblingsOf(document, await this.siblings(document, person, moment));
    const letters = letterRows(
      `/children/${id}`,
      await this.queries.execute(new ReadLetters(person, 'child', id, moment)),
    );
    return this.render('child.njk', { ...context, siblings, letters, person, roleName: roleName(person) });
  }

  /** By the lists of the policy that governs on the day that the document was made for. */
  private codesInWords(document: ChildDocument): (text: string) => string {
    const day = String(document.day);
    const urn = (document.roll as readonly { readonly urn: string }[]).at(-1)?.urn;
    return codeWords(this.policies.policyOn(this.schools.policyOf(urn), day), this.policies.codes, day);
  }

  /** At the same moment; undefined for one that the reader may not see, or that was not on record. */
  private siblings(document: ChildDocument, person: Person, { asOf, atRevision }: Moment) {
    const then = atRevision === undefined ? asOf : document.recordedAt;
    const moment = then === undefined ? {} : { asOf: then };
    return Promise.all(
      siblingIdsOf(document).map(async (id): Promise<ChildDocument | undefined> => {
        try {
          return await this.queries.execute(new ReadChild(person, id, moment));
        } catch (error) {
          if (error instanceof Problem && [403, 404].includes(error.document.status)) return undefined;
          throw error;
        }
      }),
    );
  }

  /** The form's date and time as an address that can be kept. */
  @Get(':id/as-of')
  asOf(@Param('id', UuidPipe) id: string, @Query() { date, time }: Values, @Res() reply: FastifyReply): void {
    const instant = typeof date === 'string' && typeof time === 'string' ? instantInEngland(date, time) : undefined;
    if (instant === undefined) throw wrong('?date', 'Give a date and a time, such as 2026-11-10 and 09:30.');
    reply.redirect(`/children/${id}?asOf=${encodeURIComponent(instant)}`, 303);
  }
}
