import { Body, Controller, Inject, Param, type PipeTransform, Req, Res, type Type } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { wholeBody } from '../../platform/http/documented.js';
import { FirstAsked } from '../../platform/http/first-asked.js';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import { assertMayOrderOneOf } from '../permissions.js';
import { ChildCommands, ChildWrite, type Exchange } from './child-commands.js';
import type { Chapter, RecordingRoute } from './recording.js';
import { ReferencePipe } from './reference.pipe.js';
import type { WrittenAnswer } from './written-answer.js';

/** Names in an address that are no UUIDs: codes of lists, dates, and ids that are made of several words. */
const REFERENCES: ReadonlySet<string> = new Set(['code', 'urn', 'since', 'noticeId', 'reviewId']);
/** Before the names in the address: request, reply, body. */
const FIRST_NAME = 3;

/**
 * The controller of a chapter. Every route of it is the same: read the address and the body, make the order, send it. So
 * each is told once, as a value, and Nest's decorators are applied to what is told.
 */
export function recordingController({ name, title, routes }: Chapter): Type<object> {
  class RecordingController {
    constructor(readonly commands: ChildCommands) {}
  }
  Object.defineProperty(RecordingController, 'name', { value: `${name}Controller` });
  Inject(ChildCommands)(RecordingController, undefined, 0);
  for (const route of routes) addRoute(RecordingController, route);
  ApiTags(title)(RecordingController);
  ApiBearerAuth()(RecordingController);
  Controller('v1/children')(RecordingController);
  return RecordingController;
}

function addRoute(controller: Type<{ readonly commands: ChildCommands }>, route: RecordingRoute): void {
  const { types, path, summary, body } = route;
  const [type] = types as readonly [string];
  const method = type.charAt(0).toLowerCase() + type.slice(1);
  const names = namesIn(path);
  const handler = function (
    this: { readonly commands: ChildCommands },
    request: FastifyRequest,
    reply: FastifyReply,
    given: object,
    id: string,
    ...values: string[]
  ): Promise<WrittenAnswer> {
    const address = Object.fromEntries(values.map((value, index) => [names[index + 1] ?? '', value]));
    return record(this.commands, { request, reply }, id, route, { ...given, ...address });
  };
  const { prototype } = controller;
  const descriptor: PropertyDescriptor = { value: handler, writable: true, enumerable: false, configurable: true };
  Object.defineProperty(handler, 'name', { value: method });
  Object.defineProperty(prototype, method, descriptor);
  // The compiler tells Nest and its OpenAPI document the types of a method that is written out.
  Reflect.defineMetadata('design:paramtypes', [Object, Object, body, ...names.map(() => String)], prototype, method);
  Req()(prototype, method, 0);
  Res({ passthrough: true })(prototype, method, 1);
  Body()(prototype, method, 2);
  for (const [index, name] of names.entries()) Param(name, pipeOf(name))(prototype, method, FIRST_NAME + index);
  ApiBody(wholeBody(body))(prototype, method, descriptor);
  ChildWrite(path, summary)(prototype, method, descriptor);
  FirstAsked((person) => assertMayOrderOneOf(person, types))(prototype, method, descriptor);
}

async function record(
  commands: ChildCommands,
  exchange: Exchange,
  id: string,
  { choose, order, creates }: RecordingRoute,
  given: Readonly<Record<string, unknown>>,
): Promise<WrittenAnswer> {
  const type = choose(given);
  if (creates === undefined)
    return commands.order(exchange, id, type, (child, context) => order(given, child, context));
  const known = given[creates];
  const thing = { name: creates, known: typeof known === 'string' ? known : undefined };
  return commands.orderNew(exchange, id, type, thing, (newId, child, context) =>
    order({ ...given, [creates]: newId }, child, context),
  );
}

/** `:id/exclusions/:exclusionId/rescission`: `id`, `exclusionId`. */
export function namesIn(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
}

const pipeOf = (name: string): Type<PipeTransform> => (REFERENCES.has(name) ? ReferencePipe : UuidPipe);
