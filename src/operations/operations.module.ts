import { Module } from '@nestjs/common';
import { ViewsController } from './http/views.controller.js';
import { ViewsDesk } from './views-desk.js';

@Module({ controllers: [ViewsController], providers: [ViewsDesk], exports: [ViewsDesk] })
export class OperationsModule {}
