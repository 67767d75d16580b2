import type { SeededChance } from '../demonstration/chance.js';
import { decide, type Enquiry, type EnquiryCommand, evolve, initialEnquiry } from '../enquiries/domain/enquiry.js';
import type { Policy } from '../policy/domain/policy-pack.js';
import type { LocalDate } from '../schools/domain/local-date.js';
import type { Ledger } from './ledger.js';
import type { Pupil } from './pupil.js';

const REFERRER = {
  kind: 'authority',
  organisation: 'Suffolk County Council',
  name: 'I. Thorne',
  contact: 'cme@suffolk.example',
} as const;

/** Another authority asks about a child: found on a roll and answered, or a child that nobody had on record. */
export class OutsideEnquiry {
  #enquiry: Enquiry = initialEnquiry;
  #step = 0;

  constructor(
    readonly id: string,
    private readonly about: Pupil | undefined,
    private readonly chance: SeededChance,
    private readonly ledger: Ledger,
  ) {}

  /** One working day of it. @returns 'open-case' when a case is to be opened for a child not on record; undefined when it is over */
  step(today: LocalDate, policy: Policy): 'goes-on' | 'open-case' | undefined {
    const commands = this.#about() ? this.#known() : this.#unknown();
    const next = commands[this.#step++];
    if (next === undefined) return undefined;
    for (const command of next) this.#does(command, today, policy);
    return this.#step === 2 && !this.#about() ? 'open-case' : 'goes-on';
  }

  /** The case that the authority opened for the child. */
  caseOpened(childId: string, caseId: string, today: LocalDate, policy: Policy): void {
    const opened = { childId, caseId, registered: true, visitRequested: false };
    this.#does({ type: 'OpenCaseForEnquiry', ...opened }, today, policy);
  }

  #about(): boolean {
    return this.about?.school !== undefined;
  }

  #arrival(): EnquiryCommand[] {
    const { identity } = this.about?.child ?? {};
    const child = {
      givenName: identity?.givenName ?? 'Nia',
      familyName: identity?.familyName ?? 'Unthank',
      dateOfBirth: identity?.dateOfBirth ?? '2014-05-05',
      address: { lines: ['3 Elm Road'], postcode: 'NR3 1AA', authority: '926' },
    };
    return [
      { type: 'ReceiveEnquiry', kind: 'enquiry', channel: 'email', referrer: REFERRER, child },
      { type: 'AcknowledgeEnquiry', channel: 'email' },
      { type: 'VerifyReferrer', how: 'called back' },
    ];
  }

  #known(): readonly (readonly EnquiryCommand[])[] {
    const childId = this.about?.id ?? '';
    const proposal = {
      childId,
      band: 'same',
      score: 1,
      why: 'The pupil number agrees.',
      perhapsTwin: false,
      model: 'matching-1',
      fields: [],
      ...(this.about?.school === undefined ? {} : { urn: this.about.school.urn }),
    } as const;
    const checked = {
      checkId: `${this.id}/check`,
      system: 'cme-tracker',
      result: 'one',
      proposals: [proposal],
    } as const;
    const attending = this.about?.spell === undefined || this.chance.happens(0.5);
    return [
      this.#arrival(),
      [
        { type: 'CheckRolls', ...checked },
        { type: 'ConfirmMatch', childId, reason: 'the pupil number agrees' },
      ],
      [{ type: 'ContactSchool', channel: 'phone' }],
      [{ type: 'RecordSchoolAnswer', attending }],
      [{ type: 'UpdateReferrer', channel: 'secure-email', disclosed: ['on-roll'] }, { type: 'CloseEnquiry' }],
    ];
  }

  #unknown(): readonly (readonly EnquiryCommand[])[] {
    const checked = { checkId: `${this.id}/check`, system: 'cme-tracker', result: 'none', proposals: [] } as const;
    return [
      this.#arrival(),
      [{ type: 'CheckRolls', ...checked }],
      [{ type: 'UpdateReferrer', channel: 'secure-email', disclosed: ['case-open'] }, { type: 'CloseEnquiry' }],
    ];
  }

  #does(command: EnquiryCommand, today: LocalDate, policy: Policy): void {
    const enquiry = this.#enquiry;
    const events = this.ledger.attempt(() => decide(enquiry, command, { today, policy, role: 'cme-assistant' }));
    if (events === undefined) return;
    this.#enquiry = events.reduce(evolve, enquiry);
    this.ledger.record(`enquiry-${this.id}`, events);
  }
}
