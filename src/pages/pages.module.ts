import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { OperationsModule } from '../operations/operations.module.js';
import { HttpModule } from '../platform/http/http.module.js';
import type { DemonstrationSignIn } from '../platform/identity/session.js';
import { AccessPageController } from './access.controller.js';
import { AssetsController } from './assets.controller.js';
import type { Asset } from './assets.js';
import { AuthorityPageController } from './authority.controller.js';
import { CaseloadPageController } from './caseload.controller.js';
import { ChildPageController } from './child.controller.js';
import { EmergencyReviewsPageController } from './emergency-reviews.controller.js';
import { EnquiriesPageController } from './enquiries.controller.js';
import { EnquiryPageController } from './enquiry.controller.js';
import { EnquiryAccessPageController } from './enquiry-access.controller.js';
import { FindChildPageController } from './find-child.controller.js';
import { FormDesk } from './form-desk.js';
import { LetterDesk } from './letters/letter-desk.js';
import { ChildLetterPageController, EnquiryLetterPageController } from './letters/letters.controller.js';
import { MailPageController } from './letters/mail.controller.js';
import { OperationsPageController } from './operations.controller.js';
import { ReconciliationPageController } from './reconciliation.controller.js';
import { RecordingPageController } from './recording/recording.controller.js';
import { ReportsPageController } from './reports.controller.js';
import { SafeguardingPageController } from './safeguarding.controller.js';
import { SessionController } from './session.controller.js';
import { TeamWorkPageController } from './team-work.controller.js';
import type { Render } from './templates.js';
import { ASSETS, DEMONSTRATION_SIGN_IN, RENDER } from './tokens.js';

@Module({})
export class PagesModule {}

export function pagesModule(
  assets: ReadonlyMap<string, Asset>,
  render: Render,
  signIn: DemonstrationSignIn | null,
): DynamicModule {
  return {
    module: PagesModule,
    imports: [CqrsModule, HttpModule, OperationsModule],
    controllers: [
      CaseloadPageController,
      FindChildPageController,
      TeamWorkPageController,
      ChildPageController,
      RecordingPageController,
      EnquiriesPageController,
      EnquiryPageController,
      EnquiryAccessPageController,
      ChildLetterPageController,
      EnquiryLetterPageController,
      MailPageController,
      SafeguardingPageController,
      AccessPageController,
      EmergencyReviewsPageController,
      AuthorityPageController,
      ReconciliationPageController,
      ReportsPageController,
      OperationsPageController,
      SessionController,
      AssetsController,
    ],
    providers: [
      FormDesk,
      LetterDesk,
      { provide: ASSETS, useValue: assets },
      { provide: RENDER, useValue: render },
      { provide: DEMONSTRATION_SIGN_IN, useValue: signIn },
    ],
  };
}
