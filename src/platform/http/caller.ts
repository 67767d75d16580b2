import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CHANCE, type Chance } from '../clock/chance.js';
import { CLOCK, type Clock } from '../clock/clock.js';
import { BlindIndex } from '../crypto/blind-index.js';
import { canonicalJson } from '../event-store/canonical-json.js';
import type { CommandContext } from '../event-store/envelope.js';
import { actorOf, type Person } from '../identity/person.js';
import { correlationOf, traceparentOf } from './correlation.js';
import { idempotencyKeyOf, ifMatchOf } from './preconditions.js';
import { problem } from './problem.js';

/** Who sent a command, and everything about it that is not in its body. */
export interface Caller {
  readonly person: Person;
  readonly context: CommandContext;
  /** The revision that the caller has seen. */
  readonly ifRevision?: number;
}

/** The person of a request that has passed the door. */
export function personOfRequest(request: FastifyRequest): Person {
  if (!request.person) throw problem('unauthorised', 'Send a bearer token in the Authorization header.');
  return request.person;
}

@Injectable()
export class Callers {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CHANCE) private readonly chance: Chance,
    @Inject(BlindIndex) private readonly index: BlindIndex,
  ) {}

  /**
   * Reads the headers of a command. A repeated `Idempotency-Key` of the same person gives the same command id, and with
   * what was asked for as a fingerprint a key that was used for something else is noticed.
   */
  of(request: FastifyRequest): Caller {
    const person = personOfRequest(request);
    const key = idempotencyKeyOf(request);
    const commandId = key === undefined ? this.chance.uuid() : this.index.commandId(person.id, key);
    const correlationId = correlationOf(request) ?? commandId;
    const traceparent = traceparentOf(request);
    const ifRevision = ifMatchOf(request);
    const context: CommandContext = {
      commandId,
      correlationId,
      causationId: commandId,
      actor: actorOf(person),
      now: this.clock.now(),
      ...(traceparent === undefined ? {} : { traceparent }),
      ...(key === undefined ? {} : { fingerprint: askedFor(request) }),
    };
    return { person, context, ...(ifRevision === undefined ? {} : { ifRevision }) };
  }
}

/**
 * The same whatever order a body's members come in. A streamed body is not read for it: a file is told by its contents, not
 * by its key.
 */
function askedFor(request: FastifyRequest): string {
  const none = request.body === undefined || request.body instanceof Readable;
  return `${request.method} ${request.url}\n${none ? '' : inOneOrder(request.body)}`;
}

/** Where a body is wanted it has been looked at by now; where none is wanted anything may have been sent. */
function inOneOrder(body: unknown): string {
  try {
    return canonicalJson(body);
  } catch {
    throw problem('malformed', 'The body cannot be read. There is none to send here.');
  }
}
