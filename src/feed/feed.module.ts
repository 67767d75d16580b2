import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { FeedController } from './http/feed.controller.js';
import { ReadFeedHandler } from './queries/read-feed.js';

@Module({ imports: [CqrsModule], controllers: [FeedController], providers: [ReadFeedHandler] })
export class FeedModule {}
