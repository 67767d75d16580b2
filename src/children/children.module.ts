import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { HttpModule } from '../platform/http/http.module.js';
import { ChangeChildHandler } from './commands/change-child.js';
import { PupilNumbers } from './commands/pupil-numbers.js';
import { ReceiveNewPupilHandler } from './commands/receive-new-pupil.js';
import { RegisterChildHandler } from './commands/register-child.js';
import { RecordRegister } from './commands/register-file/record-register.js';
import { CHAPTERS } from './http/chapters/index.js';
import { ChildCommands } from './http/child-commands.js';
import { ChildrenController } from './http/children.controller.js';
import { FindController } from './http/find.controller.js';
import { NewPupilsController } from './http/new-pupils.controller.js';
import { ReadController } from './http/read.controller.js';
import { recordingController } from './http/recording-controller.js';
import { RegistersController } from './http/registers.controller.js';
import { TeamWorkController } from './http/team-work.controller.js';
import { FindChildrenHandler } from './queries/find-children.js';
import { ReadCaseloadHandler } from './queries/read-caseload.js';
import { ReadCaseloadChoicesHandler } from './queries/read-caseload-choices.js';
import { ReadChildHandler } from './queries/read-child.js';
import { ReadTeamWorkHandler } from './queries/read-team-work.js';

@Module({
  imports: [CqrsModule.forRoot(), HttpModule],
  controllers: [
    ChildrenController,
    FindController,
    ...CHAPTERS.map(recordingController),
    ReadController,
    RegistersController,
    NewPupilsController,
    TeamWorkController,
  ],
  providers: [
    ChildCommands,
    PupilNumbers,
    RecordRegister,
    ChangeChildHandler,
    RegisterChildHandler,
    ReceiveNewPupilHandler,
    ReadChildHandler,
    ReadCaseloadHandler,
    FindChildrenHandler,
    ReadCaseloadChoicesHandler,
    ReadTeamWorkHandler,
  ],
})
export class ChildrenModule {}
