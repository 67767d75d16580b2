import { Dated } from '../../children/http/bodies/occurred-on.js';
import { Day, OneOf, Part, Text, Texts, YesNo } from '../../platform/http/fields.js';
import { REFERRER_KINDS, type ReferrerKind, TRIAGE_DECISIONS, type TriageDecision } from '../domain/intake.js';
import type { CheckResult } from '../domain/roll-check.js';
import { DISCLOSABLE, type Disclosable } from '../domain/settlement.js';

const CHANNELS = ['email', 'secure-email', 'phone', 'letter', 'web-form', 'in-person', 'ctf'] as const;
const A_CHILD = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const BORN = { is: 'The date of birth.', example: '2013-07-04', optional: true };
const GIVEN = { is: 'The given name.', example: 'Sarah', max: 100, optional: true };
const FAMILY = { is: 'The family name.', example: 'Ameen', max: 100, optional: true };
const LINES = { is: 'The lines of the address, without the postcode.', example: ['4 Mill Lane'], most: 6 };
const POSTCODE = { is: 'The postcode.', example: 'NR29 4AB', max: 10, optional: true };
const WHY = { is: 'Why: it is kept with the decision.', max: 1_000 };
const LAST = { is: 'The last day on which the child was there.', optional: true };

export class ReferrerBody {
  @OneOf(REFERRER_KINDS, { is: 'Who asks or notifies.', example: 'authority' })
  kind!: ReferrerKind;

  @Text({ is: 'The authority or agency.', example: 'Suffolk County Council', max: 200, optional: true })
  organisation?: string;

  @Text({ is: 'The referrer’s own reference.', example: 'SCC-118', max: 60, optional: true })
  reference?: string;

  @Text({ is: 'The person’s name; the public may keep it back.', example: 'Ida Thorne', max: 200, optional: true })
  name?: string;

  @Text({ is: 'Where the answer goes.', example: 'cme@suffolk.example', max: 200, optional: true })
  contact?: string;
}

export class PlaceBody {
  @Texts(LINES)
  lines!: string[];

  @Text(POSTCODE)
  postcode?: string;

  @Text({
    is: 'The three-digit code of the authority that the address lies in; 926 is Norfolk.',
    example: '926',
    pattern: /^\d{3}$/,
    wants: 'Must be the three-digit code of an authority.',
    optional: true,
  })
  authority?: string;
}

export class FormerPlaceBody {
  @Texts(LINES)
  lines!: string[];

  @Text(POSTCODE)
  postcode?: string;
}

/** The child as told: anything may be missing, and a number that fails its check is kept as it was told. */
export class ChildToldBody {
  @Text(GIVEN)
  givenName?: string;

  @Text(FAMILY)
  familyName?: string;

  @Text({ is: 'The name that the child is called by.', example: 'Sadie', max: 100, optional: true })
  knownAs?: string;

  @Texts({ is: 'Other family names.', example: ['Amin'], most: 5, max: 100, optional: true })
  otherFamilyNames?: string[];

  @Day(BORN)
  dateOfBirth?: string;

  @OneOf(['F', 'M', 'U'], { is: 'Sex.', example: 'F', optional: true })
  sex?: 'F' | 'M' | 'U';

  @Text({ is: 'The Unique Pupil Number.', example: 'T926990126001', max: 20, optional: true })
  upn?: string;

  @Text({ is: 'The NHS number.', example: '9434765919', max: 20, optional: true })
  nhsNumber?: string;

  @Part(() => PlaceBody, {
    is: 'Where the child is said to live now.',
    example: { lines: ['4 Mill Lane', 'Hollowmere'], postcode: 'NR29 4AB', authority: '926' },
    optional: true,
  })
  address?: PlaceBody;

  @Part(() => FormerPlaceBody, {
    is: 'Where the child lived before.',
    example: { lines: ['9 Quay St'] },
    optional: true,
  })
  formerAddress?: FormerPlaceBody;

  @Texts({ is: 'Full names of parents and carers.', example: ['Leila Ameen'], most: 6, optional: true })
  parents?: string[];
}

export class ReceiveEnquiryBody extends Dated {
  @OneOf(['enquiry', 'notification'], {
    is: 'An authority or agency asks (enquiry), or somebody tells of a child not in education (notification).',
    example: 'enquiry',
  })
  kind!: 'enquiry' | 'notification';

  @OneOf(CHANNELS, { is: 'How it came.', example: 'email' })
  channel!: string;

  @Part(() => ReferrerBody, {
    is: 'Who asks or notifies.',
    example: { kind: 'authority', organisation: 'Suffolk County Council', contact: 'cme@suffolk.example' },
  })
  referrer!: ReferrerBody;

  @Part(() => ChildToldBody, {
    is: 'The child as told.',
    example: { givenName: 'Sarah', familyName: 'Ameen', dateOfBirth: '2013-07-04' },
  })
  child!: ChildToldBody;

  @Text({ is: 'What else was said.', example: 'The family is said to have moved to an uncle.', optional: true })
  message?: string;
}

/** What was told, put right: each part that is given replaces the whole of that part. */
export class AmendEnquiryBody extends Dated {
  @Part(() => ReferrerBody, {
    is: 'Who asks or notifies, the whole of it.',
    example: { kind: 'authority', organisation: 'Suffolk County Council', contact: 'missing@suffolk.example' },
    optional: true,
  })
  referrer?: ReferrerBody;

  @Part(() => ChildToldBody, {
    is: 'The child as it should have been told, the whole of it.',
    example: { givenName: 'Sarah', familyName: 'Ameen', dateOfBirth: '2013-04-07' },
    optional: true,
  })
  child?: ChildToldBody;

  @Text({ is: 'What else was said.', example: 'The family is with an aunt.', optional: true })
  message?: string;

  @Text({ ...WHY, example: 'Suffolk had exchanged day and month' })
  reason!: string;
}

export class AssignEnquiryBody extends Dated {
  @Text({
    is: 'Whose it becomes: a role at an organisation, or the staff id of a person.',
    example: 'strategy-manager@926',
    max: 100,
  })
  owner!: string;
}

export class AcknowledgeBody extends Dated {
  @OneOf(CHANNELS, { is: 'How it was acknowledged.', example: 'email' })
  channel!: string;
}

export class VerifyReferrerBody extends Dated {
  @Text({ is: 'How the identity was verified.', example: 'Called back on the published number', max: 500 })
  how!: string;
}

export class TriageBody extends Dated {
  @OneOf(TRIAGE_DECISIONS, { is: 'Whether the authority takes it up.', example: 'accept' })
  decision!: TriageDecision;

  @Text({ ...WHY, example: 'Seen at home in school hours for two weeks' })
  reason!: string;
}

export class EnquiryRollCheckBody {
  @Text({
    is: 'A system that was looked at by hand; none for a search of the program’s own records.',
    example: 'Tribal',
    pattern: /^(?!cme-tracker$).{1,60}$/,
    wants: 'Must be the name of another system.',
    optional: true,
  })
  system?: string;

  @OneOf(['found', 'not-found', 'inconclusive'], {
    is: 'What that system showed; inconclusive unless given.',
    example: 'not-found',
    optional: true,
  })
  result?: CheckResult;
}

export class MatchBody extends Dated {
  @OneOf(['confirm', 'reject', 'cannot-tell', 'withdraw'], { is: 'What was decided.', example: 'confirm' })
  decision!: 'confirm' | 'reject' | 'cannot-tell' | 'withdraw';

  @Text({
    is: 'The record that was proposed.',
    example: A_CHILD,
    pattern: /^[0-9a-f-]{36}$/,
    wants: 'Must be the id of a child.',
  })
  childId!: string;

  @Text({ ...WHY, example: 'Pupil number and date of birth agree' })
  reason!: string;
}

export class SchoolContactBody extends Dated {
  @OneOf(CHANNELS, { is: 'How the school was asked.', example: 'phone' })
  channel!: string;

  @Text({
    is: 'The school, where it is not the one whose roll the child is on.',
    example: '900001',
    pattern: /^\d{6}$/,
    wants: 'Must be a URN: six digits.',
    optional: true,
  })
  urn?: string;
}

export class SchoolAnswerBody extends Dated {
  @YesNo({ is: 'Whether the school says that the child attends.', example: true })
  attending!: boolean;

  @Day({ ...LAST, example: '2026-11-20' })
  lastAttended?: string;

  @Text({ is: 'What else the school said, of a child that does not attend.', example: 'Never arrived', optional: true })
  note?: string;
}

export class ReferrerUpdateBody extends Dated {
  @OneOf(CHANNELS, { is: 'How the referrer was told.', example: 'secure-email' })
  channel!: string;

  @Texts({
    is: `What of the child was told, no more than the answer needs: ${DISCLOSABLE.join(', ')}; none for a bare answer.`,
    example: ['on-roll', 'attending'],
    most: DISCLOSABLE.length,
    max: 30,
  })
  disclosed!: Disclosable[];
}

export class EnquiryCaseBody {
  @Text(GIVEN)
  givenName?: string;

  @Text(FAMILY)
  familyName?: string;

  @Day(BORN)
  dateOfBirth?: string;
}

export class CloseEnquiryBody extends Dated {
  @Text({ ...WHY, example: 'Confirmed by the head of year', optional: true })
  reason?: string;
}
