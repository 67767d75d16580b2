import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, ValidateNested } from 'class-validator';
import { FieldsPipe } from '../../../src/platform/http/fields.pipe.js';
import { ProblemFilter } from '../../../src/platform/http/problem.filter.js';
import { problem, problemType } from '../../../src/platform/http/problem.js';
import { ProblemTranslators } from '../../../src/platform/http/problem-translators.js';
import { createHttpServer } from '../../../src/platform/http/server.js';
import { silentLog } from '../../../src/platform/telemetry/log.js';

class Address {
  @IsString({ message: 'A postcode is text.' })
  @Length(5, 8, { message: 'A postcode has 5 to 8 characters.' })
  postcode!: string;
}

class Order {
  @IsInt({ message: 'The number of days is a whole number.' })
  days!: number;

  @IsOptional()
  @IsString()
  reason?: string;

  @ValidateNested({ each: true })
  @Type(() => Address)
  addresses!: Address[];
}

class Filter {
  @IsString({ message: 'A school is named by its URN.' })
  school!: string;
}

class RoomError extends Error {}

@Controller()
class SomeController {
  @Post('orders')
  order(@Body() body: Order): object {
    return { fields: Object.keys(body) };
  }

  @Get('orders')
  list(@Query() query: Filter): object {
    return { school: query.school };
  }

  @Get('room')
  room(): never {
    throw new RoomError('secret: Ada Lovelace');
  }

  @Get('bug')
  bug(): never {
    throw new TypeError('secret: Ada Lovelace');
  }
}

@Module({ controllers: [SomeController] })
class SomeModule {}

let app: NestFastifyApplication;

beforeAll(async () => {
  const adapter = await createHttpServer(['text/csv']);
  app = await NestFactory.create<NestFastifyApplication>(SomeModule, adapter, { logger: false, bodyParser: false });
  const translators = new ProblemTranslators().add((error) =>
    error instanceof RoomError ? problem('unavailable', 'The room is closed.', {}, { 'retry-after': '3' }) : undefined,
  );
  app.useGlobalPipes(new FieldsPipe());
  app.useGlobalFilters(new ProblemFilter(translators, silentLog));
  await app.init();
});

afterAll(() => app.close());

const json = { 'content-type': 'application/json' };

describe('problem documents', () => {
  it('points at every wrong field, the nested and the unknown ones too', async () => {
    const payload = { days: 'two', addresses: [{ postcode: 'NR1 1AA' }, { postcode: 'x' }], colour: 'red' };
    const answer = await app.inject({ method: 'POST', url: '/orders', headers: json, payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    const document = answer.json();
    expect(document).toMatchObject({ type: problemType('invalid-fields'), status: 400, title: expect.any(String) });
    expect(document.errors).toEqual(
      expect.arrayContaining([
        { pointer: '#/days', detail: 'The number of days is a whole number.' },
        { pointer: '#/addresses/1/postcode', detail: 'A postcode has 5 to 8 characters.' },
        { pointer: '#/colour', detail: 'This field is not known here.' },
      ]),
    );
    expect(document.errors).toHaveLength(3);
    expect(answer.body).not.toContain('red');
  });

  it('hands on just the fields that were sent', async () => {
    const payload = { days: 2, addresses: [{ postcode: 'NR1 1AA' }] };
    const answer = await app.inject({ method: 'POST', url: '/orders', headers: json, payload });
    expect(answer.json()).toEqual({ fields: ['days', 'addresses'] });
  });

  it('points at query parameters as such', async () => {
    const answer = await app.inject({ url: '/orders?school=1&school=2' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toEqual([{ pointer: '?school', detail: 'A school is named by its URN.' }]);
  });

  it.each([
    ['text that is no JSON', '{"days": '],
    ['a list', '[]'],
    ['nothing', ''],
  ])('answers 400 to %s', async (_what, payload) => {
    const answer = await app.inject({ method: 'POST', url: '/orders', headers: json, payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().type).toMatch(/malformed|invalid-fields/);
  });

  it('answers 413 to a body that is too large and 415 to an unknown kind', async () => {
    const large = JSON.stringify({ days: 'x'.repeat(300 * 1024) });
    const tooLarge = await app.inject({ method: 'POST', url: '/orders', headers: json, payload: large });
    expect(tooLarge.statusCode).toBe(413);
    expect(tooLarge.json().type).toBe(problemType('too-large'));
    const headers = { 'content-type': 'application/xml' };
    const unknown = await app.inject({ method: 'POST', url: '/orders', headers, payload: '<days/>' });
    expect(unknown.statusCode).toBe(415);
    expect(unknown.json().type).toBe(problemType('unsupported-media-type'));
  });

  it('answers 404 without repeating the address', async () => {
    const answer = await app.inject({ url: '/nobody/named/ada' });
    expect(answer.statusCode).toBe(404);
    expect(answer.json().type).toBe(problemType('not-found'));
    expect(answer.body).not.toContain('ada');
  });

  it('lets a room translate its own errors and keeps what is unforeseen to itself', async () => {
    const room = await app.inject({ url: '/room' });
    expect(room.statusCode).toBe(503);
    expect(room.headers['retry-after']).toBe('3');
    expect(room.json().detail).toBe('The room is closed.');
    const bug = await app.inject({ url: '/bug' });
    expect(bug.statusCode).toBe(500);
    expect(bug.json().type).toBe(problemType('internal'));
    expect(bug.body).not.toContain('Ada');
  });

  it('sends security headers with every answer, errors included', async () => {
    for (const url of ['/room', '/nothing', '/orders?school=1']) {
      const { headers } = await app.inject({ url });
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).not.toContain('script-src');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['cache-control']).toBe('no-store');
    }
  });
});
