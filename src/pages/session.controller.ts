import { Body, Controller, Get, Header, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '../platform/http/problem.js';
import { type DemonstrationSignIn, endedSessionCookie, sessionCookie } from '../platform/identity/session.js';
import { IssuerUnavailable, TokenVerifier } from '../platform/identity/token-verifier.js';
import { assertOwnForm } from './form-desk.js';
import { homeOf } from './home.js';
import { destination, type SignInState, signInPage } from './sign-in-page.js';
import type { Render } from './templates.js';
import { DEMONSTRATION_SIGN_IN, RENDER } from './tokens.js';

/** Signing in and out of the pages. The session is the bearer token in a cookie; the service keeps none itself. */
@ApiExcludeController()
@Controller()
export class SessionController {
  constructor(
    @Inject(RENDER) private readonly render: Render,
    @Inject(DEMONSTRATION_SIGN_IN) private readonly demonstration: DemonstrationSignIn | null,
    @Inject(TokenVerifier) private readonly verifier: TokenVerifier,
  ) {}

  @Get('sign-in')
  @Header('content-type', 'text/html; charset=utf-8')
  form(@Query('next') next: unknown): string {
    return this.page({ next: destination(next) });
  }

  @Post('sign-in')
  @HttpCode(303)
  async signIn(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    assertOwnForm(request);
    const { person, token, next } = (body ?? {}) as Record<string, unknown>;
    const pasted = typeof token === 'string' ? token.trim() : undefined;
    const bearer = pasted ?? (typeof person === 'string' ? await this.demonstration?.tokenFor(person) : undefined);
    if (bearer === undefined) {
      return this.refuse(reply, { next: destination(next), problem: 'Choose who you want to be' });
    }
    let role: string;
    try {
      ({ role } = await this.verifier.verify(bearer));
    } catch (error) {
      if (error instanceof IssuerUnavailable) throw problem('unavailable', error.message);
      const sentence = 'This token is not valid here, or it has expired';
      return this.refuse(reply, { next: destination(next), problem: sentence, tokenWrong: true });
    }
    reply
      .header('set-cookie', sessionCookie(bearer, request.protocol === 'https'))
      .redirect(startOf(role, destination(next)), 303);
  }

  @Post('sign-out')
  @HttpCode(303)
  signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    assertOwnForm(request);
    reply.header('set-cookie', endedSessionCookie(request.protocol === 'https')).redirect('/sign-in', 303);
  }

  private refuse(reply: FastifyReply, state: SignInState): void {
    reply.status(400).type('text/html; charset=utf-8').send(this.page(state));
  }

  private page(state: SignInState): string {
    return signInPage(this.render, this.demonstration, state);
  }
}

/** Nobody is sent to a caseload that their role has not. */
function startOf(role: string, next: string): string {
  return next === '/caseload' ? homeOf(role).href : next;
}
