import { Controller, Get, Header, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ChangeChild } from '../../children/commands/change-child.js';
import { idWithin } from '../../children/commands/child-written.js';
import type { Child, ChildCommand } from '../../children/domain/child.js';
import { askingOf, type RecordingRoute } from '../../children/http/recording.js';
import { assertMayOrder } from '../../children/permissions.js';
import { type ChildDocument, ReadChild } from '../../children/queries/read-child.js';
import { CLOCK, type Clock, dateInEngland } from '../../platform/clock/clock.js';
import { type Caller, personOfRequest } from '../../platform/http/caller.js';
import { FieldsPipe } from '../../platform/http/fields.pipe.js';
import { Problem, problem } from '../../platform/http/problem.js';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import { PolicyBook } from '../../policy/policy-packs.js';
import { KnownSchools } from '../../schools/known-schools.js';
import { FormDesk } from '../form-desk.js';
import type { Choice, Control, FormError } from '../form-fields.js';
import type { Sent } from '../form-view.js';
import { roleName } from '../role-names.js';
import type { Render } from '../templates.js';
import { RENDER } from '../tokens.js';
import { controlName } from './body.js';
import { type ChildForm, childForm } from './child-forms.js';
import type { Offers } from './controls.js';
import { withinSentence } from './field-words.js';
import { offersOf } from './offers.js';
import { controlsOfForm, formListPage, formPage, readForm } from './recording-page.js';

const HTML = 'text/html; charset=utf-8';

/** Forms for everything that may be recorded of a child: the same orders as over REST, from the same descriptions. */
@ApiExcludeController()
@Controller('children')
export class RecordingPageController {
  readonly #fields = new FieldsPipe();

  constructor(
    @Inject(FormDesk) private readonly desk: FormDesk,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(RENDER) private readonly render: Render,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PolicyBook) private readonly policies: PolicyBook,
    @Inject(KnownSchools) private readonly schools: KnownSchools,
  ) {}

  @Get(':id/record')
  @Header('content-type', HTML)
  async list(@Param('id', UuidPipe) id: string, @Req() request: FastifyRequest): Promise<string> {
    const person = personOfRequest(request);
    const document = await this.read(request, id);
    return this.render('record.njk', { ...formListPage(document, person.role), person, roleName: roleName(person) });
  }

  @Get(':id/record/:form')
  @Header('content-type', HTML)
  async form(
    @Param('id', UuidPipe) id: string,
    @Param('form') name: string,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    return this.page(request, this.known(request, name), await this.read(request, id));
  }

  @Post(':id/record/:form')
  async record(
    @Param('id', UuidPipe) id: string,
    @Param('form') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = this.known(request, name);
    const document = await this.read(request, id);
    await this.desk.take(
      { request, reply },
      {
        read: (body) => this.checked(form, document, body),
        command: (caller, { given }) => commandOf(form.route, id, caller, given),
        next: ({ written }) => {
          // Whatever is written, now or by the same form before, stands behind what the person saw.
          const unchanged = written.revision === seenRevision(request.body);
          return `/children/${id}?${unchanged ? 'unchanged' : 'recorded'}=${name}`;
        },
        again: (sent) => this.page(request, form, document, sent),
      },
    );
  }

  /** What was sent, checked twice: as a form, and as the body of the same request over REST. */
  private async checked(form: ChildForm, document: ChildDocument, sent: unknown) {
    const controls = controlsOfForm(form, document, this.offers(document));
    const { values, errors, body, names } = readForm(form, controls, sent);
    if (errors.length > 0) return { values, errors, given: {} };
    try {
      const fields = (await this.#fields.transform(body, { type: 'body', metatype: form.route.body })) as object;
      return { values, errors, given: { ...fields, ...names } };
    } catch (error) {
      const wrong = wrongFields(error, controls);
      if (wrong === undefined) throw error;
      return { values, errors: wrong, given: {} };
    }
  }

  /** The form of that name, where the person may send it. */
  private known(request: FastifyRequest, name: string): ChildForm {
    const form = childForm(name);
    if (form === undefined) throw problem('not-found', 'There is nothing at this address.');
    const [type] = form.route.types;
    if (type !== undefined) assertMayOrder(personOfRequest(request), type);
    return form;
  }

  private read(request: FastifyRequest, id: string): Promise<ChildDocument> {
    return this.queries.execute(new ReadChild(personOfRequest(request), id));
  }

  private page(request: FastifyRequest, form: ChildForm, document: ChildDocument, sent?: Sent): string {
    const person = personOfRequest(request);
    const controls = controlsOfForm(form, document, this.offers(document));
    const context = formPage({ form, document, controls, key: this.desk.newKey(), ...(sent ? { sent } : {}) });
    return this.render('one-form.njk', { ...context, person, roleName: roleName(person) });
  }

  private offers(document: ChildDocument): Offers {
    const today = dateInEngland(this.clock.now());
    const roll = document.roll as readonly { readonly urn: string }[];
    const policy = this.policies.policyOn(this.schools.policyOf(roll.at(-1)?.urn), today);
    return offersOf(document, policy, this.policies.codes, today, this.knownSchools());
  }

  private knownSchools(): readonly Choice[] {
    const schools = this.schools.urns().map((urn) => ({ value: urn, text: this.schools.school(urn)?.name || urn }));
    return schools.sort((a, b) => a.text.localeCompare(b.text, 'en-GB'));
  }
}

/** The command that a request with these fields and names stands for, over REST as from a form. */
function commandOf(
  { choose, order, creates }: RecordingRoute,
  childId: string,
  caller: Caller,
  given: Readonly<Record<string, unknown>>,
): ChangeChild {
  const type = choose(given);
  const named = creates === undefined ? given : { [creates]: idWithin(caller.context, creates), ...given };
  const orderOf = (child: Child) => ({ ...order(named, child, askingOf(caller)), type }) as ChildCommand;
  return new ChangeChild(childId, caller, type, orderOf);
}

/** The revision of the record that the person saw. */
function seenRevision(body: unknown): number | undefined {
  const { revision } = (body ?? {}) as { readonly revision?: unknown };
  return typeof revision === 'string' && revision !== '' ? Number(revision) : undefined;
}

/** Each by the name of its field, as the summary above the form is read before the form. */
function wrongFields(error: unknown, controls: readonly Control[]): readonly FormError[] | undefined {
  if (!(error instanceof Problem) || error.document.errors === undefined) return undefined;
  return error.document.errors.map(({ pointer, detail }) => {
    const name = controlName(pointer);
    const label = controls.find((control) => control.name === name)?.label;
    return { name, text: label === undefined ? detail : `${label}: ${withinSentence(detail)}` };
  });
}
