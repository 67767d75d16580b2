import { Controller, Get, Header, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { personOfRequest } from '../../platform/http/caller.js';
import { problem } from '../../platform/http/problem.js';
import type { Person } from '../../platform/identity/person.js';
import { CAUGHT_MAILS, type CaughtMail, type CaughtMails } from '../../platform/mail/caught-mail.js';
import { dateInWords, timeInWords } from '../dates.js';
import { roleName } from '../role-names.js';
import type { Render } from '../templates.js';
import { RENDER } from '../tokens.js';

const HTML = 'text/html; charset=utf-8';
const READERS: readonly string[] = ['cme-assistant', 'strategy-manager'];

/** The mails that were caught instead of leaving, for the authority's people. */
@ApiExcludeController()
@Controller('mail')
export class MailPageController {
  constructor(
    @Inject(CAUGHT_MAILS) private readonly caught: CaughtMails | null,
    @Inject(RENDER) private readonly render: Render,
  ) {}

  @Get()
  @Header('content-type', HTML)
  list(@Req() request: FastifyRequest): string {
    const person = this.reader(request);
    const rows = (this.caught?.mails() ?? []).map((mail) => ({ ...row(mail), href: `/mail/${mail.number}` }));
    const context = {
      section: 'mail',
      title: 'Caught mail',
      caught: this.caught !== null,
      most: this.caught?.most,
      rows,
    };
    return this.render('mail.njk', { ...context, person, roleName: roleName(person) });
  }

  @Get(':number')
  @Header('content-type', HTML)
  mail(@Param('number') number: string, @Req() request: FastifyRequest): string {
    const person = this.reader(request);
    const mail = this.numbered(number);
    const context = {
      section: 'mail',
      title: mail.subject,
      it: row(mail),
      lines: mail.text.split('\n').filter((line) => line.trim() !== ''),
      attachments: mail.attachments.map(({ filename, contentType, content }, index) => ({
        filename,
        contentType,
        kilobytes: Math.ceil(content.length / 1024),
        href: `/mail/${mail.number}/attachments/${index}`,
      })),
    };
    return this.render('caught-mail.njk', { ...context, person, roleName: roleName(person) });
  }

  @Get(':number/attachments/:index')
  attachment(
    @Param('number') number: string,
    @Param('index') index: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    this.reader(request);
    const attachment = /^\d{1,3}$/.test(index) ? this.numbered(number).attachments[Number(index)] : undefined;
    if (attachment === undefined) throw problem('not-found', 'The mail has no such attachment.');
    const pdf = attachment.contentType === 'application/pdf';
    const filename = attachment.filename.replace(/[^A-Za-z0-9._-]/g, '_');
    reply
      .type(pdf ? 'application/pdf' : 'application/octet-stream')
      .header('content-disposition', `${pdf ? 'inline' : 'attachment'}; filename="${filename}"`)
      .send(attachment.content);
  }

  private reader(request: FastifyRequest): Person {
    const person = personOfRequest(request);
    if (!READERS.includes(person.role)) throw problem('forbidden', 'Caught mail is seen by the authority only.');
    return person;
  }

  private numbered(number: string): CaughtMail {
    const mail = /^\d{1,9}$/.test(number)
      ? this.caught?.mails().find((each) => each.number === Number(number))
      : undefined;
    if (mail === undefined) throw problem('not-found', 'There is no such mail: it may have given way to later ones.');
    return mail;
  }
}

function row({ number, subject, to, from, date, attachments, repeats, messageId }: CaughtMail) {
  return {
    number,
    subject,
    to: to.join(', '),
    from,
    date: `${dateInWords(date)} at ${timeInWords(date)}`,
    attachments: attachments.length,
    repeats,
    messageId,
  };
}
