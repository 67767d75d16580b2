import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '../platform/http/problem.js';
import type { Asset } from './assets.js';
import { ASSETS } from './tokens.js';

/** Styles and pictures of the pages. */
@ApiExcludeController()
@Controller('assets')
export class AssetsController {
  constructor(@Inject(ASSETS) private readonly assets: ReadonlyMap<string, Asset>) {}

  @Get('*')
  serve(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const [path = '', query] = request.url.slice('/assets/'.length).split('?');
    const asset = this.assets.get(path);
    if (!asset) throw problem('not-found', 'There is no such file.');
    // The address names the contents, so a copy with a version in its address is good for ever.
    reply.header('cache-control', query === undefined ? 'public, max-age=300' : 'public, max-age=31536000, immutable');
    reply.header('etag', asset.etag).type(asset.type);
    if (request.headers['if-none-match'] === asset.etag) reply.status(304).send();
    else reply.send(asset.body);
  }
}
