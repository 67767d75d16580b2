import type { LocalDate } from '../../schools/domain/local-date.js';
import { type CaseEvent, reopened } from './case.js';
import type { Child } from './child.js';
import { ageOn } from './compulsory-age.js';
import { type Decisions, type Fact, type Folds, happenedOn, known, lawOf, type Order, refuse } from './facet.js';
import { onRoll } from './roll.js';

/** R22: one status at a time, its history in the stream. */
export const EDUCATION = ['on-roll', 'alternative-provision', 'home-education', 'none', 'unknown'] as const;
export type EducationKind = (typeof EDUCATION)[number];
export type HomeEducation = 'notified' | 'suitable' | 'unsuitable';
export type ProvisionState = 'requested' | 'offered' | 'declined' | 'started';
type YesNo = 'yes' | 'no' | 'unknown';

export interface Education {
  readonly status: EducationKind;
  readonly homeEducation?: HomeEducation;
  readonly homeEducationSince?: LocalDate;
  readonly provision?: { readonly provisionId: string; readonly state: ProvisionState; readonly on: LocalDate };
  /** Education Act 1996 s.436A, as last determined; no waiting period (T4). */
  readonly cme?: { readonly isCme: YesNo; readonly on: LocalDate; readonly since?: LocalDate };
  /** The policy's own definition: so long out of education (R25). */
  readonly localThresholdMetOn?: LocalDate;
}

export type EducationEvent =
  | Fact<
      'EducationStatusChanged',
      { readonly occurredOn: LocalDate; readonly from: EducationKind; readonly to: EducationKind }
    >
  | Fact<
      'HomeEducationNotified',
      { readonly occurredOn: LocalDate; readonly written: boolean; readonly noticeHash?: string }
    >
  | Fact<
      'HomeEducationAssessed',
      { readonly occurredOn: LocalDate; readonly outcome: 'suitable' | 'unsuitable'; readonly notes?: string }
    >
  | Fact<
      'CmeStatusDetermined',
      {
        readonly occurredOn: LocalDate;
        readonly isCme: YesNo;
        /** Each part of the test with its answer: compulsory age, lives here, on no roll, not suitably educated. */
        readonly reasons: Readonly<Record<'compulsoryAge' | 'resident' | 'onNoRoll' | 'notSuitablyEducated', YesNo>>;
        readonly lawVersion: string;
      }
    >
  | Fact<
      'LocalCmeThresholdMet',
      {
        readonly occurredOn: LocalDate;
        readonly since: LocalDate;
        readonly sum: string;
        readonly calendarVersion: number;
      }
    >
  | Fact<'ProvisionRequested', ProvisionFact>
  | Fact<'ProvisionOffered', ProvisionFact>
  | Fact<'ProvisionDeclined', ProvisionFact>
  | Fact<'ProvisionStarted', ProvisionFact>;

interface ProvisionFact {
  readonly provisionId: string;
  readonly occurredOn: LocalDate;
  readonly provider?: string;
  readonly hoursPerWeek?: number;
}

export type EducationCommand =
  | Order<'SetEducationStatus', { readonly status: EducationKind; readonly occurredOn?: LocalDate }>
  | Order<
      'NotifyHomeEducation',
      { readonly written: boolean; readonly noticeHash?: string; readonly occurredOn?: LocalDate }
    >
  | Order<
      'AssessHomeEducation',
      { readonly outcome: 'suitable' | 'unsuitable'; readonly notes?: string; readonly occurredOn?: LocalDate }
    >
  | Order<
      'DetermineCmeStatus',
      { readonly resident: YesNo; readonly suitablyEducated: YesNo; readonly occurredOn?: LocalDate }
    >
  | Order<
      'RecordProvision',
      {
        readonly provisionId: string;
        readonly state: ProvisionState;
        readonly provider?: string;
        readonly hoursPerWeek?: number;
        readonly occurredOn?: LocalDate;
      }
    >;

export const noEducation: Education = { status: 'unknown' };

const change = (child: Child, education: Partial<Education>): Child => ({
  ...child,
  education: { ...child.education, ...education },
});
const provision =
  (state: ProvisionState) =>
  (child: Child, { provisionId, occurredOn }: ProvisionFact) =>
    change(child, { provision: { provisionId, state, on: occurredOn } });

export const educationFolds: Folds<EducationEvent> = {
  EducationStatusChanged: (child, { to }) => change(child, { status: to }),
  HomeEducationNotified: (child, { occurredOn }) =>
    change(child, { status: 'home-education', homeEducation: 'notified', homeEducationSince: occurredOn }),
  HomeEducationAssessed: (child, { outcome }) => change(child, { homeEducation: outcome }),
  CmeStatusDetermined: (child, { isCme, occurredOn }) => {
    const since = isCme === 'yes' ? (child.education.cme?.since ?? occurredOn) : undefined;
    return change(child, { cme: { isCme, on: occurredOn, ...(since ? { since } : {}) } });
  },
  LocalCmeThresholdMet: (child, { occurredOn }) => change(child, { localThresholdMetOn: occurredOn }),
  ProvisionRequested: provision('requested'),
  ProvisionOffered: provision('offered'),
  ProvisionDeclined: provision('declined'),
  ProvisionStarted: provision('started'),
};

const PROVISION_EVENT = {
  requested: 'ProvisionRequested',
  offered: 'ProvisionOffered',
  declined: 'ProvisionDeclined',
  started: 'ProvisionStarted',
} as const;

/** Yes only when every part is; no when one is not; else nobody can say. */
function all(parts: readonly YesNo[]): YesNo {
  if (parts.includes('no')) return 'no';
  return parts.includes('unknown') ? 'unknown' : 'yes';
}

const not = (answer: YesNo): YesNo => (answer === 'unknown' ? answer : answer === 'yes' ? 'no' : 'yes');

export const educationDecisions: Decisions<EducationCommand, EducationEvent | CaseEvent> = {
  SetEducationStatus: (child, { status, occurredOn }, context) => {
    known(child, 'R22');
    const from = child.education.status;
    if (from === status) return [];
    return [
      {
        type: 'EducationStatusChanged',
        data: { from, to: status, occurredOn: happenedOn(occurredOn, context, 'R22') },
      },
    ];
  },
  NotifyHomeEducation: (child, { type: _, occurredOn, ...notice }, context) => {
    known(child, 'R22');
    const on = happenedOn(occurredOn, context, 'R22');
    if (child.education.homeEducation !== undefined && child.education.homeEducationSince === on) return [];
    if (child.education.homeEducation === 'notified') return [];
    return [{ type: 'HomeEducationNotified', data: { ...notice, occurredOn: on } }];
  },
  AssessHomeEducation: (child, { outcome, notes, occurredOn }, context) => {
    const { homeEducation } = child.education;
    if (homeEducation === undefined) refuse('R46', 'no-home-education', 'Home education has not been notified.');
    if (homeEducation === outcome) return [];
    const data = { outcome, occurredOn: happenedOn(occurredOn, context, 'R46'), ...(notes ? { notes } : {}) };
    const assessed: EducationEvent = { type: 'HomeEducationAssessed', data };
    return outcome === 'suitable'
      ? [assessed]
      : [assessed, ...reopened(child, 'home education is not suitable', context)];
  },
  DetermineCmeStatus: (child, { resident, suitablyEducated, occurredOn }, context) => {
    known(child, 'R21');
    const on = happenedOn(occurredOn, context, 'R21');
    const age = ageOn(child.identity?.dateOfBirth, on);
    const reasons = {
      compulsoryAge: age === 'unknown' ? 'unknown' : age === 'compulsory' ? 'yes' : 'no',
      resident,
      onNoRoll: onRoll(child).length === 0 ? 'yes' : 'no',
      notSuitablyEducated: not(suitablyEducated),
    } as const;
    const isCme = all(Object.values(reasons));
    const held = child.education.cme;
    if (held?.isCme === isCme && held.on === on) return [];
    return [{ type: 'CmeStatusDetermined', data: { occurredOn: on, isCme, reasons, lawVersion: lawOf(context) } }];
  },
  RecordProvision: (child, { type: _, state, occurredOn, ...provided }, context) => {
    known(child, 'R24');
    const held = child.education.provision;
    if (held?.provisionId === provided.provisionId && held.state === state) return [];
    return [
      { type: PROVISION_EVENT[state], data: { ...provided, occurredOn: happenedOn(occurredOn, context, 'R24') } },
    ];
  },
};
