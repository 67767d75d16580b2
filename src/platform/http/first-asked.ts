import { type CanActivate, type ExecutionContext, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Person } from '../identity/person.js';
import { personOfRequest } from './caller.js';

type Names = Readonly<Record<string, string>>;

/**
 * Asks before body and address are looked at whether the person may do this at all: whoever may not is told so, and not
 * which fields are wrong. The command asks again, and for what depends on the record.
 * @param assert throws the problem of who may not; it is given the names in the address, unchecked
 */
export function FirstAsked(assert: (person: Person, names: Names) => void): MethodDecorator {
  const guard: CanActivate = {
    canActivate(context: ExecutionContext): boolean {
      const request = context.switchToHttp().getRequest<FastifyRequest>();
      assert(personOfRequest(request), (request.params ?? {}) as Names);
      return true;
    },
  };
  return UseGuards(guard);
}
